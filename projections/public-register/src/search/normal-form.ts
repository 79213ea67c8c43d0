const OPENING = /[〔［【（[{]/gu;
const CLOSING = /[〕］】）\]}]/gu;

/**
 * The form in which texts are compared: half width, lower case, one kind of bracket, no blanks and no interpuncts.
 *
 * `大信用罚字〔2024〕示例1号`, `大信用罚字[2024]示例1号` and `大信用罚字（２０２４） 示例1号` are one text.
 */
export function normalForm(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(OPENING, '(')
    .replace(CLOSING, ')')
    .replace(/[\s·•‧・･∙⋅\p{Cf}]/gu, '');
}
