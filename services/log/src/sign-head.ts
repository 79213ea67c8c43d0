import {
  assertStore,
  EngineError,
  type EventSource,
  readFrontier,
  recomputeLeaves,
  type Sql,
  transaction,
} from '@ledger/projection-engine';
import {
  EMPTY_FRONTIER,
  equalBytes,
  type Frontier,
  formatVerifierKey,
  frontierRoot,
  grow,
  type Hash,
  judgeSigning,
  type KeySigner,
  openCheckpoint,
  parseVerifier,
  type SigningRefusal,
  signCheckpoint,
} from '@ledger/transparency-log';
import { LogError } from './log-error.ts';
import { newestPublished, publish, publishedBeyond } from './published.ts';
import type { NumberedHead, SignedHeads } from './signed-heads.ts';
import { tilesDiffer } from './tiles-differ.ts';

/** Why a log does not sign; none of them is mended by signing something else. */
export type SigningStop =
  | SigningRefusal
  /** What is served is not what would be signed. */
  | 'tiles-differ'
  /** The clock is earlier than at the last signature. */
  | 'clock-went-back'
  /** A log that has published does not remember what it signed. */
  | 'memory-missing'
  | 'memory-damaged'
  /** What was signed last was signed under another origin. */
  | 'another-origin'
  /** The store has lost its last events, or is another one. */
  | 'store-shorter'
  | 'store-differs';

/** What became of an attempt to sign. */
export type SigningOutcome =
  | { readonly kind: 'signed'; readonly size: number }
  /** The newest checkpoint covers all there is. */
  | { readonly kind: 'unchanged'; readonly size: number }
  /** Another process signed meanwhile. */
  | { readonly kind: 'overtaken' }
  | { readonly kind: 'stopped'; readonly reason: SigningStop; readonly sentence: string };

/** What signing needs. */
export interface SigningParts {
  /** A session with the ledger's database. */
  readonly sql: Sql;
  readonly source: Pick<EventSource, 'readStream'>;
  readonly key: KeySigner;
  readonly heads: SignedHeads;
  /** Units: milliseconds since 1970-01-01T00:00:00Z. */
  readonly nowMs: () => number;
}

/**
 * The tree as it is committed now has a published checkpoint, or there is a sentence why not.
 *
 * The root is taken from the tree and computed a second way: from the head signed last, which is kept outside the
 * database, and the bytes of the events since. The last events are read from the store again. What is about to be signed
 * is remembered first; the signature is verified, and only then published.
 *
 * Errors:  what the database, the store or the file system throws; nothing inconsistent was signed then.
 * Durable: head, then checkpoint, when it says `signed`.
 * @see https://c2sp.org/tlog-checkpoint#signatures
 */
export async function signHead(parts: SigningParts): Promise<SigningOutcome> {
  const { sql, heads, key, nowMs } = parts;
  const remembered = await rememberedOf(parts);
  if ('reason' in remembered) return remembered;
  const { number, frontier: signed, signedAtMs } = remembered;

  const judged = await transaction(
    sql,
    () => judge(sql, signed),
    'ISOLATION LEVEL REPEATABLE READ READ ONLY',
  );
  if ('reason' in judged) return stopped(judged.reason);
  const { next, isPublished } = judged;
  if (isPublished) return { kind: 'unchanged', size: next.size };

  const now = nowMs();
  if (signedAtMs !== undefined && now < signedAtMs) return stopped('clock-went-back');
  const store = await storeStop(parts);
  if (store !== undefined) return store;

  if (!(await heads.replace(number, { origin: key.name, frontier: next, signedAtMs: now })))
    return { kind: 'overtaken' };
  const checkpoint = signVerified(key, next);
  await publish(sql, { size: next.size, checkpoint, vkey: formatVerifierKey(key.key), signedAtMs: now });
  return { kind: 'signed', size: next.size };
}

type Stopped = Extract<SigningOutcome, { readonly kind: 'stopped' }>;
type Remembered = Partial<Pick<NumberedHead, 'number' | 'signedAtMs'>> & Pick<NumberedHead, 'frontier'>;

async function rememberedOf({ sql, heads, key }: SigningParts): Promise<Remembered | Stopped> {
  let newest: NumberedHead | undefined;
  try {
    newest = await heads.newest();
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    return stopped('memory-damaged', error.message);
  }
  if (newest === undefined) {
    const published = await newestPublished(sql);
    return published === undefined ? { frontier: EMPTY_FRONTIER } : stopped('memory-missing');
  }
  return newest.origin === key.name ? newest : stopped('another-origin');
}

/** What may be signed of the tree, and whether it is published already; all of one snapshot. */
async function judge(
  sql: Sql,
  signed: Frontier,
): Promise<{ readonly next: Frontier; readonly isPublished: boolean } | { readonly reason: SigningStop }> {
  const tree = await readFrontier(sql);
  const leaves = await recomputeLeaves(sql, signed.size, tree.size);
  const judgement = judgeSigning(signed, { size: tree.size, root: frontierRoot(tree) }, leaves);
  if (!judgement.sign) return judgement;
  const conflict = await publishedConflict(sql, signed, leaves);
  if (conflict !== undefined) return { reason: conflict };
  if (await tilesDiffer(sql, grow(signed, leaves).completed)) return { reason: 'tiles-differ' };
  const newest = await newestPublished(sql);
  return { next: judgement.next, isPublished: newest?.size === tree.size };
}

/**
 * Checkpoints that were published, and that the memory does not know of because it was put back from an older copy, bind
 * the log like all others.
 */
async function publishedConflict(
  sql: Sql,
  signed: Frontier,
  leaves: readonly Hash[],
): Promise<SigningStop | undefined> {
  for (const { size, root } of await publishedBeyond(sql, signed.size - 1)) {
    if (size > signed.size + leaves.length) return 'smaller-than-signed';
    const { frontier } = grow(signed, leaves.slice(0, size - signed.size));
    if (!equalBytes(frontierRoot(frontier), root)) return 'other-tree';
  }
  return undefined;
}

async function storeStop({ sql, source }: SigningParts): Promise<Stopped | undefined> {
  try {
    await assertStore(sql, source);
    return undefined;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (error.code === 'STORE_SHORTER') return stopped('store-shorter', error.message);
    if (error.code === 'STORE_DIFFERS') return stopped('store-differs', error.message);
    throw error;
  }
}

function signVerified(key: KeySigner, frontier: Frontier): string {
  const root = frontierRoot(frontier);
  const note = signCheckpoint({ origin: key.name, size: frontier.size, root }, [key]);
  const { checkpoint, signed } = openCheckpoint(note, [parseVerifier(formatVerifierKey(key.key))]);
  const isIntact =
    signed.length === 1 && checkpoint.size === frontier.size && equalBytes(checkpoint.root, root);
  if (!isIntact) throw new Error('the signature just made does not hold');
  return note;
}

const SENTENCES: Readonly<Record<SigningStop, string>> = {
  'smaller-than-signed':
    'The tree is smaller than one that was signed: the database was put back from an old backup. The log signs again when it has caught up with what it signed, if it is the same.',
  'leaves-missing': 'Events of the tree are missing in the journal: run ledger verify.',
  'other-tree':
    'The tree does not begin with the one that was signed: the journal was changed, or put back and gone on from elsewhere, or a bit has turned. Run ledger verify; the log never signs two histories.',
  'tiles-differ': 'The tiles that are served are not those of the tree: run ledger verify.',
  'clock-went-back':
    'The clock of this machine is earlier than at the last signature: set it right. Events are taken in meanwhile.',
  'memory-missing':
    'The log has published checkpoints, and the files that say what it signed last are not there: put them back, or ask a witness which checkpoint it saw last.',
  'memory-damaged': 'The files that say what the log signed last cannot be read.',
  'another-origin':
    'What was signed last in this directory was signed under another origin: this is the directory of another log.',
  'store-shorter': 'The event store has lost events that the journal has.',
  'store-differs': 'The event store is not the one the journal was written from.',
};

function stopped(reason: SigningStop, sentence = SENTENCES[reason]): Stopped {
  return { kind: 'stopped', reason, sentence };
}
