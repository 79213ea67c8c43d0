import { type JournalledEvent, NO_POSITION, type Position } from '@ledger/schemas';
import { readCheckpoint, withCheckpoint } from './checkpoint.ts';
import { digestOf } from './digest.ts';
import { EngineError } from './engine-error.ts';
import type { EventSource } from './event-source.ts';
import { dropOtherGenerations, GenerationBuilder } from './generation-builder.ts';
import { readJournal } from './journal.ts';
import type { Projection } from './projection.ts';
import { ensureTable } from './projection-table.ts';
import type { ReadModelSet } from './read-model-set.ts';
import type { ProjectionDigest } from './read-models.ts';
import { type Difference, rereadStore } from './reread-store.ts';
import { openSession, type Sql, transaction } from './sql.ts';

/** What to rebuild, and from where. */
export interface RebuildOptions extends ReadModelSet {
  readonly databaseUrl: string;
  /** The journal, or the store itself, which is then compared with the journal event by event. */
  readonly from: 'journal' | Pick<EventSource, 'readAll'>;
  /** Called after each chunk. Units: events; `total` is the head when the chunk was read. */
  readonly onProgress?: ((progress: RebuildProgress) => void) | undefined;
}

export interface RebuildProgress {
  readonly done: number;
  readonly total: number;
}

export interface RebuildReport {
  /** False when the store and the journal differ: readers keep the rows they had. */
  readonly switched: boolean;
  readonly position: Position;
  /** Of the rows that readers see now. */
  readonly digests: readonly ProjectionDigest[];
  /** Where the store and the journal differ; empty for a rebuild from the journal. */
  readonly differences: readonly Difference[];
}

/** Any constant of ours; with the projection's name it says who builds its rows. */
const REBUILD_LOCK = 7_250_313;
/** So many events may be folded while the live projector waits for the switch. */
const SWITCH_EVENTS_MAX = 1_000;

/**
 * Every given projection has fresh rows, folded from the first event on; readers see the old ones until all switch at once.
 *
 * Works beside a living projector, in any process: the new rows stand in a generation of their own, catch up, and become
 * the live ones in one transaction between two batches. No feed says anything of it.
 *
 * Errors:  REBUILD_BUSY, PROJECTION_FAILED (readers keep the old rows), PROJECTION_SUPERSEDED.
 * Durable: when it returns; one that was killed leaves nothing that anybody sees, and the next one tidies up after it.
 */
export async function rebuild(options: RebuildOptions): Promise<RebuildReport> {
  const { projections, databaseUrl } = options;
  const session = await openSession(databaseUrl, 'rebuild');
  const reader = await openSession(databaseUrl, 'rebuild reader');
  try {
    for (const projection of projections) await lock(session, projection);
    for (const projection of projections) await ensureTable(session, projection);
    let differences: readonly Difference[];
    try {
      differences = await build(options, session, reader);
    } finally {
      // Whatever is not live by now never will be.
      for (const projection of projections) await dropOtherGenerations(session, projection);
    }
    const digests: ProjectionDigest[] = [];
    for (const projection of projections) digests.push(await digestOf(session, projection));
    const { position } = await readCheckpoint(session);
    return { switched: differences.length === 0, position, digests, differences };
  } finally {
    await Promise.all([session.close(), reader.close()]);
  }
}

async function build(options: RebuildOptions, session: Sql, reader: Sql): Promise<readonly Difference[]> {
  const builders: GenerationBuilder[] = [];
  for (const projection of options.projections)
    builders.push(await GenerationBuilder.begin(session, projection));

  let position: Position = NO_POSITION;
  const fold = async (events: readonly JournalledEvent[]) => {
    for (const builder of builders) await builder.fold(events);
    position = events.at(-1)?.position ?? position;
  };
  const foldJournal = async (upTo: Position) => {
    for await (const events of readJournal(reader, options.newestForm, { after: position, upTo })) {
      await fold(events);
      options.onProgress?.({ done: position, total: upTo });
    }
  };

  if (options.from !== 'journal') {
    const source = options.from;
    // One snapshot of the journal and of what waits: both move on while the store is read.
    const reread = async () => {
      const upTo = await readCheckpoint(reader);
      return await rereadStore(reader, options, source, upTo, async (events) => {
        await fold(events);
        options.onProgress?.({ done: position, total: upTo.position });
      });
    };
    const differences = await transaction(reader, reread, 'ISOLATION LEVEL REPEATABLE READ READ ONLY');
    if (differences.length > 0) return differences;
  }
  let head = (await readCheckpoint(reader)).position;
  do {
    await foldJournal(head);
    for (const builder of builders) await builder.flush();
    head = (await readCheckpoint(reader)).position;
  } while (head - position > SWITCH_EVENTS_MAX);

  await withCheckpoint(session, async (checkpoint) => {
    // The reader sees all of it: nobody writes to the journal while the checkpoint is held.
    await foldJournal(checkpoint.position);
    for (const builder of builders) await builder.goLive();
  });
  return [];
}

async function lock(session: Sql, projection: Projection): Promise<void> {
  const [row] = await session.query<{ held: boolean }>(
    'SELECT pg_try_advisory_lock($1, hashtext($2)) AS held',
    [REBUILD_LOCK, projection.name],
  );
  if (!row?.held) {
    throw new EngineError(
      'REBUILD_BUSY',
      `${projection.name} is being rebuilt already: wait for that rebuild, or end it.`,
    );
  }
}
