import { concatBytes, equalBytes, fromBase64, textOf, toBase64 } from './bytes.ts';
import { TransparencyLogError } from './errors.ts';
import { isKeyName } from './key-name.ts';
import type { Statement, Verifier } from './verifier.ts';
import { KEY_ID_BYTES } from './verifier-key.ts';

/** A signature line of a note. */
export interface NoteSignature {
  readonly name: string;
  /** Four bytes. */
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

/** A text with signatures under it, nobody having checked them. */
export interface SignedNote {
  /** Ends in a line feed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A note of which at least one known key's signature holds, and none fails. */
export interface OpenedNote {
  readonly text: string;
  /** Who signed, of the known keys, each once, in the order of the note. */
  readonly signed: readonly SignedBy[];
  /** Lines of keys nobody here knows; they count for nothing. */
  readonly unknown: readonly NoteSignature[];
}

/** A known key's signature that holds, and what it states. */
export interface SignedBy {
  readonly line: NoteSignature;
  readonly verifier: Verifier;
  readonly statement: Statement;
}

/** Signatures a note has at most; Go's reader stops at the same number. */
export const SIGNATURES_MAX = 100;
/** Characters a note has at most. */
const NOTE_LENGTH_MAX = 1_000_000;

const DASH = '\u2014';

/**
 * The note in its parts; nothing is verified.
 *
 * Errors: throws NOTE_MALFORMED for what is no signed note: not UTF-8, control characters other than line feeds,
 *         no signature line, a line of another form.
 * @see https://c2sp.org/signed-note#format
 */
export function parseNote(note: string | Uint8Array): SignedNote {
  const malformed = (why: string): TransparencyLogError =>
    new TransparencyLogError('NOTE_MALFORMED', `a signed note ${why}`);
  const whole = typeof note === 'string' ? note : textOf(note);
  if (whole === undefined || !whole.isWellFormed()) throw malformed('is not UTF-8');
  if (whole.length > NOTE_LENGTH_MAX) throw malformed(`has more than ${NOTE_LENGTH_MAX} characters`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the format forbids
  if (/[\u0000-\u0009\u000b-\u001f]/.test(whole)) throw malformed('has a control character');
  // The last blank line: before it the text with its final line feed, after it the signatures.
  const blank = whole.lastIndexOf('\n\n');
  if (blank === -1) throw malformed('has no blank line');
  const lines = whole.slice(blank + 2).split('\n');
  if (lines.pop() !== '') throw malformed('does not end in a line feed');
  if (lines.length === 0) throw malformed('has no signature');
  if (lines.length > SIGNATURES_MAX) throw malformed(`has more than ${SIGNATURES_MAX} signatures`);
  return { text: whole.slice(0, blank + 1), signatures: lines.map(parseSignatureLine) };
}

/** The note as text. Shape: the text, a blank line, the signature lines in the order given. */
export function formatNote({ text, signatures }: SignedNote): string {
  return `${text}\n${signatures.map(formatSignatureLine).join('')}`;
}

/** One signature line with its line feed. */
export function formatSignatureLine({ name, keyId, signature }: NoteSignature): string {
  return `${DASH} ${name} ${toBase64(concatBytes(keyId, signature))}\n`;
}

/** A signature line without its line feed, in its parts. Errors: throws NOTE_MALFORMED. */
function parseSignatureLine(line: string): NoteSignature {
  const [dash, name = '', encoded = '', ...more] = line.split(' ');
  const bytes = fromBase64(encoded);
  if (
    dash === DASH &&
    more.length === 0 &&
    isKeyName(name) &&
    bytes !== undefined &&
    bytes.length > KEY_ID_BYTES
  )
    return { name, keyId: bytes.subarray(0, KEY_ID_BYTES), signature: bytes.subarray(KEY_ID_BYTES) };
  throw new TransparencyLogError('NOTE_MALFORMED', 'a signed note has a signature line of another form');
}

/**
 * Verifies a note against known keys.
 *
 * Shape:  one failing signature of a known key spoils the note; lines of unknown keys are left aside.
 * Errors: throws NOTE_MALFORMED; NOTE_FORGED when a known key's signature fails; NOTE_UNSIGNED when no known key
 *         signed.
 * @see https://c2sp.org/signed-note#signatures
 */
export function openNote(note: string | Uint8Array, verifiers: readonly Verifier[]): OpenedNote {
  const { text, signatures } = parseNote(note);
  const signed: SignedBy[] = [];
  const unknown: NoteSignature[] = [];
  for (const line of signatures) {
    const verifier = verifiers.find(({ name, keyId }) => name === line.name && equalBytes(keyId, line.keyId));
    if (verifier === undefined) {
      unknown.push(line);
      continue;
    }
    const statement = verifier.verify(text, line.signature);
    if (statement === undefined)
      throw new TransparencyLogError('NOTE_FORGED', `a signature of ${line.name} does not hold`);
    if (signed.every(({ verifier: earlier }) => earlier !== verifier))
      signed.push({ line, verifier, statement });
  }
  if (signed.length === 0)
    throw new TransparencyLogError('NOTE_UNSIGNED', 'no key that is known here signed the note');
  return { text, signed, unknown };
}
