import { fromBase64, toBase64 } from './bytes.ts';
import type { TreeHead } from './consistency-proof.ts';
import { parseDecimal, treeSize } from './counts.ts';
import { TransparencyLogError } from './errors.ts';
import { HASH_BYTES, hashFrom } from './hash.ts';
import { type NoteSignature, openNote, type SignedBy } from './note.ts';
import { type Signer, signNote } from './signer.ts';
import type { Verifier } from './verifier.ts';

/** The head of a log's tree, with the log's name: what the log signs. */
export interface Checkpoint extends TreeHead {
  /** The log's identity, for ever the same. */
  readonly origin: string;
  /** Lines after the third; this log writes none. */
  readonly extensions: readonly string[];
}

/** A checkpoint with the signatures that hold. */
export interface OpenedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly signed: readonly SignedBy[];
  readonly unknown: readonly NoteSignature[];
}

/** The checkpoint as the text of a note. Shape: origin, size, root in base64, extensions, a line each. @see https://c2sp.org/tlog-checkpoint#note-text */
export function formatCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  return [origin, String(size), toBase64(root), ...extensions].map((line) => `${line}\n`).join('');
}

/** The checkpoint in the text of a note. Errors: throws CHECKPOINT_MALFORMED. */
export function parseCheckpoint(text: string): Checkpoint {
  const malformed = (why: string): TransparencyLogError =>
    new TransparencyLogError('CHECKPOINT_MALFORMED', `a checkpoint ${why}`);
  const lines = text.split('\n');
  if (lines.pop() !== '') throw malformed('does not end in a line feed');
  if (lines.includes('')) throw malformed('has an empty line');
  const [origin, decimal, encoded, ...extensions] = lines;
  if (origin === undefined) throw malformed('has no origin');
  const size = parseDecimal(decimal ?? '');
  if (size === undefined) throw malformed('has no size in its second line');
  const root = fromBase64(encoded ?? '');
  if (root?.length !== HASH_BYTES) throw malformed('has no root in its third line');
  return { origin, size: treeSize(size), root: hashFrom(root), extensions };
}

/** The checkpoint as a note signed by each signer. */
export function signCheckpoint(
  head: TreeHead & { readonly origin: string },
  signers: readonly Signer[],
): string {
  return signNote(formatCheckpoint({ ...head, extensions: [] }), signers);
}

/**
 * Verifies a signed checkpoint against known keys.
 *
 * Shape:  says which keys signed; whether they are enough, and the right ones, is for a policy to say.
 * Errors: throws NOTE_MALFORMED, NOTE_FORGED, NOTE_UNSIGNED, CHECKPOINT_MALFORMED.
 */
export function openCheckpoint(note: string | Uint8Array, verifiers: readonly Verifier[]): OpenedCheckpoint {
  const { text, signed, unknown } = openNote(note, verifiers);
  return { checkpoint: parseCheckpoint(text), signed, unknown };
}
