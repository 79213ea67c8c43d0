import { maskEmail, maskMobile } from './contact.ts';

const RESIDENT_ID = /(?<![0-9A-Za-z])(?:\d{17}[\dXx]|\d{15})(?![0-9A-Za-z])/g;
const MOBILE = /(?<![0-9A-Za-z])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![0-9A-Za-z])/g;
const EMAIL = /[^\s@<>（）()，。；：]+@[^\s@<>（）()，。；：]+\.[A-Za-z]{2,}/gu;

/**
 * Free text in which no resident id, mobile number or e-mail address stands any more.
 *
 * The second lock behind choosing fields: an officer may have typed one into a reason or a measure.
 */
export function redactPersonalValues(text: string): string {
  return text
    .replace(EMAIL, (found) => maskEmail(found))
    .replace(RESIDENT_ID, '******')
    .replace(MOBILE, (found) => maskMobile(found));
}
