import { hash } from 'node:crypto';
import {
  type ChainBreak,
  chainBreak,
  effectiveFrom,
  type FileHead,
  type LedgerEvent,
  type Metadata,
  type Position,
  type Sha256Hex,
  type StreamName,
} from '@ledger/schemas';
import { readCheckpoint } from './checkpoint.ts';
import type { EventSource, NewestForm } from './event-source.ts';
import { type Consumed, consume, NOTHING_CONSUMED, readLive } from './generation.ts';
import { hashedText } from './hashed-event.ts';
import { sortableInstant } from './instants.ts';
import type { RebuildProgress } from './rebuild.ts';
import { type Difference, rereadStore } from './reread-store.ts';
import { openSession, type Sql, transaction } from './sql.ts';

export interface VerifyOptions {
  readonly databaseUrl: string;
  readonly newestForm: NewestForm;
  /** The store to compare the journal with; without it the journal is verified alone. */
  readonly source?: Pick<EventSource, 'readAll'>;
  /** Called after each chunk, first for the journal, then for the store. Units: events. */
  readonly onProgress?: ((progress: RebuildProgress) => void) | undefined;
}

/** What a verification found. */
export interface Verification {
  readonly position: Position;
  /** Streams that have an event. */
  readonly files: number;
  /** Places where the journal does not hold together; empty when it does. */
  readonly broken: readonly BrokenPlace[];
  /** Places where the store says otherwise; empty when it does not. */
  readonly differences: readonly Difference[];
}

export interface BrokenPlace {
  /** `‹stream›@‹revision›`, or the projection whose count or digest is wrong. */
  readonly place: string;
  readonly position: Position;
  readonly reason:
    | ChainBreak['reason']
    | 'hash-differs'
    | 'number-missing'
    | 'times-differ'
    | 'projection-not-complete';
}

const CHUNK_EVENTS = 2_000;

/**
 * Verifies the journal from its first event on: numbers without a hole, each hash from the stored bytes, each file's chain,
 * and that every projection has consumed exactly these events in this order. Then compares it with the store.
 *
 * Changes nothing; works beside a living projector, on one snapshot.
 *
 * Errors: what the source or the database throws.
 */
export async function verify({
  databaseUrl,
  newestForm,
  source,
  onProgress,
}: VerifyOptions): Promise<Verification> {
  const session = await openSession(databaseUrl, 'verification');
  const body = async (): Promise<Verification> => {
    const checkpoint = await readCheckpoint(session);
    const { position: total } = checkpoint;
    const check = new JournalCheck();
    for await (const lines of readLines(session, total)) {
      for (const line of lines) check.take(line);
      onProgress?.({ done: check.position, total });
    }
    check.end(total);
    for (const { projection, ...consumed } of (await readLive(session)).values())
      check.compare(projection, consumed);
    let done = 0;
    const differences =
      source === undefined
        ? []
        : await rereadStore(session, { newestForm }, source, checkpoint, async (events) => {
            done += events.length;
            onProgress?.({ done, total });
          });
    return { position: total, files: check.files, broken: check.broken, differences };
  };
  try {
    return await transaction(session, body, 'ISOLATION LEVEL REPEATABLE READ READ ONLY');
  } finally {
    await session.close();
  }
}

interface Line extends Pick<LedgerEvent, 'stream' | 'revision' | 'id' | 'type'> {
  readonly position: string;
  readonly data: string;
  readonly metadata: string;
  readonly hash: Sha256Hex;
  readonly recorded_at: string;
  readonly effective_from: string;
}

async function* readLines(sql: Sql, upTo: Position): AsyncGenerator<readonly Line[]> {
  for (let after = 0; after < upTo; after += CHUNK_EVENTS) {
    // data and metadata as text: what is hashed are the bytes that are stored.
    yield await sql.query<Line>(
      `SELECT position, stream, revision, event_id AS id, type, data::text AS data, metadata::text AS metadata,
              encode(hash, 'hex') AS hash, recorded_at, effective_from
       FROM ledger.journal WHERE position > $1 AND position <= $2 ORDER BY position`,
      [after, Math.min(after + CHUNK_EVENTS, upTo)],
    );
  }
}

class JournalCheck {
  readonly broken: BrokenPlace[] = [];
  readonly #heads = new Map<StreamName, FileHead>();
  #consumed: Consumed = { count: 0, digest: NOTHING_CONSUMED };
  #next = 1;

  get position(): Position {
    return (this.#next - 1) as Position;
  }

  get files(): number {
    return this.#heads.size;
  }

  take(line: Line): void {
    this.end((Number(line.position) - 1) as Position);
    const metadata = JSON.parse(line.metadata) as Metadata;
    const found = hash('sha256', hashedText(line)) as Sha256Hex;
    const { stream, revision, id, type } = line;
    const broken = chainBreak(
      { stream, revision, id, type, data: null, metadata },
      stream,
      this.#heads.get(stream),
    );
    if (broken !== undefined) this.#report(line, broken.reason);
    if (found !== line.hash) this.#report(line, 'hash-differs');
    const timesAgree =
      line.recorded_at === sortableInstant(metadata.recordedAt) &&
      line.effective_from === sortableInstant(effectiveFrom(metadata));
    if (!timesAgree) this.#report(line, 'times-differ');
    this.#heads.set(stream, { revision, hash: found });
    this.#consumed = consume(this.#consumed, found);
    this.#next += 1;
  }

  /** Reports each number up to `position` that did not come. */
  end(position: Position): void {
    for (; this.#next <= position; this.#next += 1) {
      this.broken.push({ place: 'nowhere', position: this.#next as Position, reason: 'number-missing' });
    }
  }

  compare(projection: string, { count, digest }: Consumed): void {
    if (count === this.#consumed.count && digest === this.#consumed.digest) return;
    this.broken.push({ place: projection, position: count as Position, reason: 'projection-not-complete' });
  }

  #report({ stream, revision, position }: Line, reason: BrokenPlace['reason']): void {
    this.broken.push({ place: `${stream}@${revision}`, position: Number(position) as Position, reason });
  }
}
