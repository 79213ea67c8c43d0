import type { ChainLink, HeadsEvidence } from './bundle.ts';
import { fail, notShown } from './checklist.ts';
import { follows, readEventBytes, type ShownEvent } from './event-bytes.ts';
import { eventLeaf } from './event-leaf.ts';
import { leafHash } from './hash.ts';
import { type FileHead, type SealedHeads, verifyHead } from './heads.ts';
import { verifyInclusion } from './inclusion-proof.ts';
import { JsonReader } from './json-reader.ts';
import type { ProvenFile, ProvenLog } from './verdict.ts';

/** The stream in which the log states the heads of the files. */
export const HEADS_STREAM = 'log-heads';
/** Type of the event that states them. */
export const HEADS_SEALED = 'heads-sealed';
/** Files of agencies are the streams of this category. */
const FILE_CATEGORY = 'agency-';

/** The file from the proven event on. */
export interface FoundChain extends FileHead {
  readonly withheld: number;
}

/** What a `heads-sealed` event states: the heads of all files after the event at `position`. */
export interface HeadsStatement extends SealedHeads {
  /** Units: one-based. */
  readonly position: number;
}

/** The chain from the event to the last one shown. Errors: ends the check where a link does not follow. */
export function findChain(event: ShownEvent, links: readonly ChainLink[]): FoundChain {
  if (!event.stream.startsWith(FILE_CATEGORY)) notShown('the event is of no file');
  let last: Pick<ShownEvent, 'stream' | 'revision' | 'hash'> = event;
  let withheld = 0;
  for (const link of links) {
    if ('withheld' in link) {
      last = { stream: last.stream, revision: last.revision + 1, hash: link.withheld };
      withheld += 1;
      continue;
    }
    const next = readEventBytes(link.event, 'BUNDLE_MALFORMED');
    if (!follows(next, last)) fail(`the event after revision ${last.revision} does not follow it`);
    last = next;
  }
  const fileId = event.stream.slice(FILE_CATEGORY.length);
  return { fileId, length: last.revision + 1, head: last.hash, withheld };
}

/**
 * That the file ends where its chain ends, by the heads the log has sealed.
 *
 * Errors: ends the check when the heads are not shown, or do not hold. Where a link of the chain is withheld, that it
 *         joins the event to the head is not shown: only whoever sees the events can tell.
 */
export function findHeads(
  chain: FoundChain,
  heads: HeadsEvidence | undefined,
  log: ProvenLog,
): Pick<ProvenFile, 'length' | 'sealedAt'> {
  if (heads === undefined) return notShown('no sealed heads cover the event');
  const sealed = readEventBytes(heads.sealed, 'BUNDLE_MALFORMED');
  if (sealed.stream !== HEADS_STREAM || sealed.type !== HEADS_SEALED)
    fail('the heads are not what the log sealed');
  const leaf = leafHash(eventLeaf(sealed.hash));
  const { index, hashes } = heads.inLog;
  if (!verifyInclusion({ leaf, index, ...log.checkpoint }, hashes))
    fail('the sealed heads are not in the log');
  const statement = readHeadsStatement(sealed.data);
  if (statement.position <= log.index) fail('the heads were sealed before the event');
  if (statement.position > index) fail('the heads claim to cover events after themselves');
  if (!verifyHead(chain, heads.inHeads, statement)) fail('the file does not end where the chain ends');
  return { length: chain.length, sealedAt: statement.position };
}

function readHeadsStatement(data: unknown): HeadsStatement {
  const statement = new JsonReader('BUNDLE_MALFORMED', data, 'heads-sealed.data');
  statement.object(['root', 'count', 'position']);
  return {
    root: statement.at('root').hexHash(),
    count: statement.at('count').count(),
    position: statement.at('position').count(),
  };
}
