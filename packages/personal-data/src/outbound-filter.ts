/** A personal number in a text that was about to leave. */
export interface FoundNumber {
  readonly kind: 'resident-id' | 'mobile';
  /** Where it begins. Units: UTF-16 code units, zero-based. */
  readonly at: number;
}

/**
 * The resident ids and mobile numbers in a text, whatever field they hide in: the last look at a public answer.
 *
 * Shape: in the order of the text; numbers inside longer rows of digits and letters (a hash, a USCC) are none, and an
 *        18-digit number is one only with a valid check digit and date. Full-width digits count.
 * Law:   GB 11643-1999.
 */
export function findPersonalNumbers(text: string): readonly FoundNumber[] {
  // Full-width digits and letters are folded one to one, so that places stay what they were.
  const folded = text.replaceAll(/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/g, (character) =>
    String.fromCharCode(character.charCodeAt(0) - 0xfee0),
  );
  return [...folded.matchAll(/(?<![0-9A-Za-z])(?:\d{17}[\dXx]|1[3-9]\d{9})(?![0-9A-Za-z])/g)].flatMap(
    ({ 0: number, index: at }): FoundNumber[] => {
      if (number.length === 11) return [{ kind: 'mobile', at }];
      return isResidentId(number) ? [{ kind: 'resident-id', at }] : [];
    },
  );
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';

/** Whether 18 characters are a resident id: a day of birth that exists, and the right check character. */
export function isResidentId(text: string): boolean {
  if (!/^\d{17}[\dXx]$/.test(text)) return false;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(text[at]), 0);
  return CHECK_CHARACTERS[sum % 11] === text[17]?.toUpperCase() && isDay(text.slice(6, 14));
}

function isDay(digits: string): boolean {
  const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}
