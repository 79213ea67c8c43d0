import { fromBase64, textOf, toBase64, toHex, utf8 } from './bytes.ts';
import { type Checkpoint, openCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { type TreeHead, verifyConsistency } from './consistency-proof.ts';
import { parseDecimal, type TreeSize, treeSize } from './counts.ts';
import { TransparencyLogError } from './errors.ts';
import { EMPTY_ROOT, HASH_BYTES, type Hash, hashFrom, sha256 } from './hash.ts';
import { formatSignatureLine, type NoteSignature, openNote, parseNote } from './note.ts';
import { type Signer, signatureOf } from './signer.ts';
import type { Verifier } from './verifier.ts';

/** The body of a request to a witness: a checkpoint, and the proof that it extends the one cosigned last. */
export interface AddCheckpoint {
  readonly oldSize: TreeSize;
  readonly proof: readonly Hash[];
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string;
}

/** A checkpoint that a log the witness knows has signed, to be held against what the witness has cosigned. */
export interface Submission extends Omit<AddCheckpoint, 'checkpoint'> {
  readonly checkpoint: Checkpoint;
  /** What the cosignature is made over. */
  readonly text: string;
}

/** What a witness answers. @see https://c2sp.org/tlog-witness#add-checkpoint */
export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly contentType: string;
  readonly body: string;
}

/** A submission a witness may cosign, provided that `expected` still is what it has cosigned last. */
export interface Acceptance {
  readonly expected: TreeHead;
  readonly next: TreeHead;
}

/** What a witness has cosigned of a log it never saw: the empty tree. */
export const NEVER_COSIGNED: TreeHead = { size: 0 as TreeSize, root: EMPTY_ROOT };

const PROOF_LINES_MAX = 63;

/** The request body that submits a checkpoint. Shape: an old-size line, the hashes, an empty line, the checkpoint. */
export function formatAddCheckpoint({ oldSize, proof, checkpoint }: AddCheckpoint): string {
  return [`old ${oldSize}`, ...proof.map(toBase64), '', checkpoint].join('\n');
}

/**
 * Reads a submission and verifies the log's signature; needs no state.
 *
 * Shape:  the submission, or the answer that refuses it: 400 malformed or shrinking, 404 a log not known here,
 *         403 not signed by that log.
 * Errors: never throws.
 */
export function readSubmission(
  body: Uint8Array,
  logs: ReadonlyMap<string, readonly Verifier[]>,
): Submission | WitnessAnswer {
  const request = parseAddCheckpoint(body);
  if (request === undefined) return refusal(400, 'the body is no add-checkpoint request');
  const { oldSize, proof } = request;
  try {
    const { text } = parseNote(request.checkpoint);
    const checkpoint = parseCheckpoint(text);
    const verifiers = logs.get(checkpoint.origin);
    if (verifiers === undefined) return refusal(404, `the log ${checkpoint.origin} is not known here`);
    openCheckpoint(request.checkpoint, verifiers);
    if (oldSize > checkpoint.size) return refusal(400, 'the old size is above the size of the checkpoint');
    return { oldSize, proof, checkpoint, text };
  } catch (error) {
    if (!(error instanceof TransparencyLogError)) throw error;
    const unsigned = error.code === 'NOTE_FORGED' || error.code === 'NOTE_UNSIGNED';
    return refusal(unsigned ? 403 : 400, error.message);
  }
}

/**
 * Judges a submission by what the witness has cosigned last of this log.
 *
 * Shape:  an acceptance, or the answer that refuses: 409 with the size cosigned last, 422 for a proof that does not
 *         lead there or another root of the same size.
 * Errors: never throws.
 * Durable: nothing by itself. Before the cosignature leaves, the caller replaces `expected` by `next` in one atomic
 *         and durable step; when something else stands there by then, it judges again.
 */
export function judgeSubmission(submission: Submission, latest: TreeHead): Acceptance | WitnessAnswer {
  const { checkpoint, oldSize, proof } = submission;
  if (oldSize !== latest.size)
    return { status: 409, contentType: 'text/x.tlog.size', body: `${latest.size}\n` };
  if (!verifyConsistency(latest, checkpoint, proof))
    return refusal(422, `the checkpoint is not shown to extend the tree of ${latest.size}`);
  return { expected: latest, next: { size: checkpoint.size, root: checkpoint.root } };
}

/** The answer to a submission that has been accepted and stored: the witness's lines. */
export function cosign(submission: Submission, signers: readonly Signer[]): WitnessAnswer {
  const lines = signers.map((signer) => formatSignatureLine(signatureOf(signer, submission.text)));
  return { status: 200, contentType: TEXT, body: lines.join('') };
}

/**
 * The cosignatures in a witness's answer that hold over the checkpoint, for a log to put under it.
 *
 * Shape:  lines of keys that are not the witness's are left out.
 * Errors: throws NOTE_MALFORMED for a body that is no signature lines, NOTE_FORGED when a line does not hold,
 *         NOTE_UNSIGNED when none is the witness's.
 */
export function cosignaturesIn(
  body: string,
  checkpoint: string,
  witness: readonly Verifier[],
): readonly NoteSignature[] {
  const { text } = parseNote(checkpoint);
  return openNote(`${text}\n${body}`, witness).signed.map(({ line }) => line);
}

/** Where, below its prefix, a witness serves the checkpoint of a log that it cosigned last. @see https://c2sp.org/tlog-witness */
export function monitoringPath(origin: string): string {
  return `${toHex(sha256(utf8(origin)))}/checkpoint`;
}

const TEXT = 'text/plain; charset=utf-8';

function refusal(status: WitnessAnswer['status'], why: string): WitnessAnswer {
  return { status, contentType: TEXT, body: `${why}\n` };
}

function parseAddCheckpoint(body: Uint8Array): AddCheckpoint | undefined {
  const text = textOf(body) ?? '';
  const blank = text.indexOf('\n\n');
  const [first = '', ...lines] = text.slice(0, blank === -1 ? 0 : blank).split('\n');
  const oldSize = parseDecimal(/^old (.*)$/s.exec(first)?.[1] ?? '');
  const hashes = lines.map(fromBase64);
  if (oldSize === undefined || lines.length > PROOF_LINES_MAX) return undefined;
  if (!hashes.every((hash) => hash?.length === HASH_BYTES)) return undefined;
  const proof = hashes.flatMap((hash) => (hash === undefined ? [] : [hashFrom(hash)]));
  return { oldSize: treeSize(oldSize), proof, checkpoint: text.slice(blank + 2) };
}
