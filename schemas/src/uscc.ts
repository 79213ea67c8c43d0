/** A finding on a well-formed code: something to verify with the registering organ, never a ground to refuse. */
export type UsccFinding = 'check-character' | 'organisation-code-check';

/** Why a text is no unified social credit code (统一社会信用代码). */
export interface MalformedUscc {
  readonly rule: 'length' | 'alphabet' | 'division';
  /** Units: one-based, in the normalised text. */
  readonly position: number;
  readonly message: string;
}

export type UsccCheck =
  | { readonly malformed: MalformedUscc }
  | { readonly malformed?: undefined; readonly uscc: string; readonly findings: readonly UsccFinding[] };

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const LENGTH = 18;

/** The code as it is compared and stored: half width, upper case, without blanks. Never throws. */
export function normaliseUscc(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u200b\ufeff]/g, '')
    .replace(/[a-z]/g, (letter) => letter.toUpperCase());
}

/**
 * Says whether a text, once normalised, is a unified social credit code, and what about it needs verifying.
 *
 * Shape:  `malformed` with the first offending position, or the normalised code with its findings, in order.
 *         Early codes with wrong check characters were issued, so a wrong one is a finding only.
 * Errors: never throws.
 * Law:    GB 32100-2015; positions 9–17 by GB 11714.
 */
export function checkUscc(text: string): UsccCheck {
  const uscc = normaliseUscc(text);
  const malformed = findFault(uscc);
  if (malformed !== undefined) return { malformed };
  const findings: UsccFinding[] = [];
  if (uscc.at(17) !== checkCharacter(uscc)) findings.push('check-character');
  if (uscc.at(16) !== organisationCheckCharacter(uscc.slice(8, 16))) findings.push('organisation-code-check');
  return { uscc, findings };
}

function findFault(uscc: string): MalformedUscc | undefined {
  for (const [index, character] of [...uscc].entries()) {
    const position = index + 1;
    if (position > LENGTH) break;
    if (!ALPHABET.includes(character)) {
      return {
        rule: 'alphabet',
        position,
        message: `character ${position}, “${character}”, is none of ${ALPHABET}`,
      };
    }
    if (position >= 3 && position <= 8 && !/\d/.test(character)) {
      return {
        rule: 'division',
        position,
        message: `character ${position}, “${character}”, must be a digit: characters 3–8 are a division code`,
      };
    }
  }
  const length = [...uscc].length;
  if (length === LENGTH) return undefined;
  return {
    rule: 'length',
    position: Math.min(length, LENGTH) + 1,
    message: `it has ${length} characters instead of ${LENGTH}`,
  };
}

// GB 32100-2015 §4.2: C18 = 31 − Σ CᵢWᵢ mod 31, where 31 itself stands for 0.
function checkCharacter(uscc: string): string | undefined {
  const sum = WEIGHTS.reduce(
    (total, weight, index) => total + weight * ALPHABET.indexOf(uscc.charAt(index)),
    0,
  );
  return ALPHABET[(31 - (sum % 31)) % 31];
}

// GB 11714: C9 = 11 − Σ CᵢWᵢ mod 11, where 10 is written X and 11 is written 0; letters count from A = 10.
function organisationCheckCharacter(code: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce(
    (total, weight, index) => total + weight * Number.parseInt(code.charAt(index), 36),
    0,
  );
  const remainder = (11 - (sum % 11)) % 11;
  return remainder === 10 ? 'X' : String(remainder);
}
