import { checkUscc, normaliseUscc, parseFileId, type UsccFinding } from '@ledger/schemas';

/** What a reader's question looks like. */
export type Recognised =
  | { readonly kind: 'file-id'; readonly fileId: string }
  | { readonly kind: 'uscc'; readonly uscc: string; readonly findings: readonly UsccFinding[] }
  | {
      readonly kind: 'broken-uscc';
      readonly rule: 'length' | 'alphabet' | 'division';
      readonly position: number;
    }
  | { readonly kind: 'text' };

/** From this many letters and digits on, a text is taken for a code that was mistyped. */
const CODE_LIKE_MIN = 15;

/** Recognises a file id and a unified social credit code, whatever their width, case and blanks. Never throws. */
export function recognise(question: string): Recognised {
  const plain = normaliseUscc(question);
  const fileId = parseFileId(plain)?.fileId;
  if (fileId !== undefined) return { kind: 'file-id', fileId };
  const check = checkUscc(plain);
  if (check.malformed === undefined) {
    // All but one code in use fail the inner check when they are made up; only the outer one is worth a reader's time.
    return {
      kind: 'uscc',
      uscc: check.uscc,
      findings: check.findings.filter((one) => one === 'check-character'),
    };
  }
  const codeLike = /^[0-9A-Z]+$/.test(plain) && /\d/.test(plain) && plain.length >= CODE_LIKE_MIN;
  return codeLike
    ? { kind: 'broken-uscc', rule: check.malformed.rule, position: check.malformed.position }
    : { kind: 'text' };
}
