import { hash } from 'node:crypto';
import type { EventId, Position, Revision, Sha256Hex, StreamName } from '@ledger/schemas';
import { readCheckpoint } from './checkpoint.ts';
import type { EventSource, NewestForm } from './event-source.ts';
import { hashedText } from './hashed-event.ts';
import { type Difference, rereadStore } from './reread-store.ts';
import { openSession, type Sql, transaction } from './sql.ts';

/** What to verify, and who is told how far it has come. */
export interface VerifyOptions {
  readonly databaseUrl: string;
  readonly newestForm: NewestForm;
  readonly source: Pick<EventSource, 'readAll'>;
  /** Units: events of the journal. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** A place in the journal where the chain of a file does not hold. */
export interface BrokenLink {
  readonly position: Position;
  /** `‹stream›@‹revision›` */
  readonly place: string;
  readonly reason: string;
}

export interface Verification {
  /** The journal was verified up to here. */
  readonly position: Position;
  readonly files: number;
  readonly broken: readonly BrokenLink[];
  readonly differences: readonly Difference[];
}

interface JournalText {
  readonly position: string;
  readonly event_id: EventId;
  readonly stream: StreamName;
  readonly revision: Revision;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
  readonly prior: string | null;
  readonly hash: Sha256Hex;
}

const CHUNK_EVENTS = 1_000;

/**
 * Recomputes every hash and chain of the journal, and compares the journal with the store event by event.
 *
 * Nothing is repaired and nothing written; one snapshot of the journal is looked at, whatever is appended meanwhile.
 *
 * Shape:  empty lists when all is well.
 * Errors: what the source and pg throw.
 */
export async function verify(options: VerifyOptions): Promise<Verification> {
  const session = await openSession(options.databaseUrl, 'verification');
  try {
    return await transaction(
      session,
      async () => {
        const upTo = await readCheckpoint(session);
        const chains = await verifyChains(session, upTo.position, options.onProgress);
        const differences = await rereadStore(session, options, options.source, upTo, async () => undefined);
        return { position: upTo.position, ...chains, differences };
      },
      'ISOLATION LEVEL REPEATABLE READ READ ONLY',
    );
  } finally {
    await session.close();
  }
}

async function verifyChains(
  sql: Sql,
  upTo: Position,
  onProgress: VerifyOptions['onProgress'] = () => undefined,
): Promise<{ readonly files: number; readonly broken: readonly BrokenLink[] }> {
  const heads = new Map<StreamName, { readonly revision: Revision; readonly hash: Sha256Hex }>();
  const broken: BrokenLink[] = [];
  for (let done = 0; done < upTo; ) {
    const rows = await sql.query<JournalText>(
      `SELECT position, event_id, stream, revision, type, data::text AS data, metadata::text AS metadata,
         metadata->>'prior' AS prior, encode(hash, 'hex') AS hash
       FROM ledger.journal WHERE position > $1 AND position <= $2 ORDER BY position LIMIT $3`,
      [done, upTo, CHUNK_EVENTS],
    );
    for (const [index, row] of rows.entries()) {
      const head = heads.get(row.stream);
      const reason = faultOf(row, done + index + 1, head);
      const position = Number(row.position) as Position;
      if (reason !== undefined) broken.push({ position, place: `${row.stream}@${row.revision}`, reason });
      heads.set(row.stream, row);
    }
    // A journal that ends early lacks its last numbers: nothing comes any more.
    if (rows.length === 0) {
      broken.push({
        position: upTo,
        place: 'journal',
        reason: `it ends at ${done} and the checkpoint says ${upTo}`,
      });
      break;
    }
    done = Number(rows.at(-1)?.position);
    onProgress({ done, total: upTo });
  }
  return { files: heads.size, broken };
}

/** Why a line of the journal does not stand where it should; undefined when it does. */
function faultOf(
  row: JournalText,
  expected: number,
  head: { readonly revision: Revision; readonly hash: Sha256Hex } | undefined,
): string | undefined {
  const recomputed = hash('sha256', hashedText({ ...row, id: row.event_id }));
  if (recomputed !== row.hash) return `its content has the hash ${recomputed}, the journal says ${row.hash}`;
  if (Number(row.position) !== expected) return `position ${expected} is missing before it`;
  const revision = head === undefined ? 0 : head.revision + 1;
  if (row.revision !== revision) return `revision ${revision} of its file should stand here`;
  if ((row.prior ?? undefined) === head?.hash) return undefined;
  return `it names ${row.prior ?? 'no event'} as the one before, which is ${head?.hash ?? 'none'}`;
}
