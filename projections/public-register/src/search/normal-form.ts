import characters from './traditional.json' with { type: 'json' };

/** Each traditional character and its simplified one: TSCharacters of OpenCC (Apache-2.0), single characters only. */
const SIMPLIFIED: ReadonlyMap<string, string> = pairs(characters.traditional, characters.simplified);

const OPENING = /[〔［【（[{]/gu;
const CLOSING = /[〕］】）\]}]/gu;

/**
 * The form in which texts are compared: half width, lower case, simplified, one kind of bracket, no blanks and no interpuncts.
 *
 * `大信用罚字〔2024〕示例1号`, `大信用罚字[2024]示例1号` and `大信用罚字（２０２４） 示例1号` are one text.
 */
export function normalForm(text: string): string {
  const narrow = text.normalize('NFKC');
  return [...narrow]
    .map((character) => SIMPLIFIED.get(character) ?? character)
    .join('')
    .toLowerCase()
    .replace(OPENING, '(')
    .replace(CLOSING, ')')
    .replace(/[\s·•‧・･∙⋅\p{Cf}]/gu, '');
}

function pairs(from: string, to: string): ReadonlyMap<string, string> {
  const targets = [...to];
  return new Map([...from].map((character, index) => [character, targets[index] ?? character]));
}
