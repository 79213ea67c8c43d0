import { type JournalledEvent, NO_POSITION, type Position } from '@ledger/schemas';
import { buildFromJournal, partsOf, type Shards } from './build.ts';
import { type BuildRecord, beginBuild, consumedBy, dropOtherGenerations, goLive } from './build-record.ts';
import { readCheckpoint, withCheckpoint } from './checkpoint.ts';
import { compareRows, type RowDifferences } from './compare-rows.ts';
import { digestOf } from './digest.ts';
import { EngineError } from './engine-error.ts';
import type { EventSource } from './event-source.ts';
import { type Consumed, consume, writeConsumed } from './generation.ts';
import { GenerationBuilder } from './generation-builder.ts';
import { readJournal } from './journal.ts';
import { type Build, movePartsTo, Part, WHOLE } from './part.ts';
import type { Projection } from './projection.ts';
import { ensureTable } from './projection-table.ts';
import type { ReadModelSet } from './read-model-set.ts';
import type { ProjectionDigest } from './read-models.ts';
import { type Difference, rereadStore } from './reread-store.ts';
import { openSession, type Session, transaction } from './sql.ts';

/** What to rebuild, and from where. */
export interface RebuildOptions extends ReadModelSet {
  readonly databaseUrl: string;
  /** The journal, or the store itself, which is then compared with the journal event by event. */
  readonly from: 'journal' | Pick<EventSource, 'readAll'>;
  /** Threads for a rebuild from the journal; without them this thread does it all. */
  readonly shards?: Shards | undefined;
  /** Builds, compares with the rows that readers see, and throws away. */
  readonly dryRun?: boolean | undefined;
  /** A killed rebuild goes on from the last such point. Units: events; default 500 000. */
  readonly saveEveryEvents?: number | undefined;
  /** Called after each chunk. Units: events; `total` is the head when the chunk was read. */
  readonly onProgress?: ((progress: RebuildProgress) => void) | undefined;
}

export interface RebuildProgress {
  readonly done: number;
  readonly total: number;
}

export interface RebuildReport {
  /** False for a dry run, and when the store and the journal differ: readers keep the rows they had. */
  readonly switched: boolean;
  readonly position: Position;
  /** Where a rebuild that had been killed was taken up again; 0 for one from the first event on. */
  readonly resumedAt: Position;
  /** Of the rows that readers see now. */
  readonly digests: readonly ProjectionDigest[];
  /** Where the store and the journal differ; empty for a rebuild from the journal. */
  readonly differences: readonly Difference[];
  /** What a switch would change, by projection; a dry run tells. */
  readonly rows?: readonly RowDifferences[];
}

/** Any constant of ours; with the projection's name it says who builds its rows. */
const REBUILD_LOCK = 7_250_313;
/** So many events may be folded while the live projector waits for the switch. */
const SWITCH_EVENTS_MAX = 1_000;
/** Fewer events are folded at once, in one transaction; no thread is worth its start for them. */
const TAIL_EVENTS_MAX = 20_000;
const SAVE_EVENTS = 500_000;

/**
 * Every given projection has fresh rows, folded from the first event on; readers see the old ones until all switch at once.
 *
 * Works beside a living projector, in any process: the new rows stand in a generation of their own, catch up, and become
 * the live ones in one transaction between two batches. No feed says anything of it.
 *
 * Errors:  REBUILD_BUSY, PROJECTION_FAILED (readers keep the old rows), PROJECTION_SUPERSEDED.
 * Durable: when it returns; one that was killed leaves nothing that anybody sees, and the next one from the journal, of the
 *          same projections on as many threads, goes on where it was saved last.
 */
export async function rebuild(options: RebuildOptions): Promise<RebuildReport> {
  const { projections, databaseUrl } = options;
  const sessions: Sessions = {
    session: await openSession(databaseUrl, 'rebuild'),
    reader: await openSession(databaseUrl, 'rebuild reader'),
  };
  const { session } = sessions;
  const dropAllBut = async (kept: readonly Build[]): Promise<void> => {
    for (const projection of projections) {
      const keep = kept
        .filter((build) => build.projection === projection)
        .map(({ generation }) => generation);
      await dropOtherGenerations(session, projection, keep);
    }
  };
  try {
    for (const projection of projections) await lock(session, projection);
    for (const projection of projections) await ensureTable(session, projection);
    const canResume = options.from === 'journal';
    const begin = () => beginBuild(session, projections, canResume ? partsOf(options.shards) : undefined);
    const record = await transaction(session, begin);
    await dropAllBut(record.builds);
    let outcome: Outcome;
    try {
      outcome = await build(options, sessions, record);
    } catch (error) {
      // A fault of the projection stays one; what was only cut off is there for the next rebuild.
      if (error instanceof EngineError) await dropAllBut([]);
      throw error;
    }
    // Whatever is not live by now never will be.
    await dropAllBut([]);
    const digests: ProjectionDigest[] = [];
    for (const projection of projections) digests.push(await digestOf(session, projection));
    const { position } = await readCheckpoint(session);
    return { ...outcome, position, resumedAt: record.consumed.count as Position, digests };
  } finally {
    await Promise.all([sessions.session.close(), sessions.reader.close()]);
  }
}

interface Sessions {
  readonly session: Session;
  readonly reader: Session;
}

type Outcome = Pick<RebuildReport, 'switched' | 'differences' | 'rows'>;

async function build(options: RebuildOptions, sessions: Sessions, record: BuildRecord): Promise<Outcome> {
  let { consumed } = record;
  if (options.from !== 'journal') {
    const reread = await buildFromStore(options, options.from, sessions, record);
    if (reread.differences.length > 0) return { switched: false, differences: reread.differences };
    consumed = reread.consumed;
  }
  consumed = await catchUp(options, sessions, { builds: record.builds, consumed });
  if (options.dryRun) return await compare(options, sessions, { builds: record.builds, consumed });
  await withCheckpoint(sessions.session, async ({ position }) => {
    // The reader sees all of it: nobody writes to the journal while the checkpoint is held.
    await foldTail(options, sessions, { builds: record.builds, consumed }, position);
    await goLive(sessions.session, record.builds);
  });
  return { switched: true, differences: [] };
}

/** Folds the journal up to shortly before its head. Shape: what is consumed then. */
async function catchUp(options: RebuildOptions, sessions: Sessions, record: BuildRecord): Promise<Consumed> {
  const { builds } = record;
  let { consumed } = record;
  for (;;) {
    const { position } = await readCheckpoint(sessions.reader);
    const left = position - consumed.count;
    if (left <= SWITCH_EVENTS_MAX) return consumed;
    const tail = (): Promise<Consumed> => foldTail(options, sessions, { builds, consumed }, position);
    consumed =
      left <= (options.shards?.eventsMin ?? TAIL_EVENTS_MAX)
        ? await transaction(sessions.session, tail)
        : await buildFromJournal(bulkOptions(options), sessions, { builds, consumed }, position);
  }
}

function bulkOptions({ databaseUrl, newestForm, shards, saveEveryEvents, onProgress }: RebuildOptions) {
  return {
    databaseUrl,
    newestForm,
    shards,
    saveEveryEvents: saveEveryEvents ?? SAVE_EVENTS,
    onProgress: (done: number, total: number) => onProgress?.({ done, total }),
  };
}

/** Folds the few events that are left, in the transaction around it. Shape: what is consumed then. */
async function foldTail(
  { newestForm, onProgress }: RebuildOptions,
  { session, reader }: Sessions,
  { builds, consumed: before }: BuildRecord,
  upTo: Position,
): Promise<Consumed> {
  const after = before.count as Position;
  const builders = builds.map(
    ({ projection, generation }) =>
      new GenerationBuilder(session, projection, { generation, hasRows: after > NO_POSITION }),
  );
  let consumed = before;
  for await (const events of readJournal(reader, newestForm, { after, upTo })) {
    for (const builder of builders) await builder.fold(events);
    for (const { hash } of events) consumed = consume(consumed, hash);
    onProgress?.({ done: consumed.count, total: upTo });
  }
  for (const builder of builders) await builder.flush();
  await movePartsTo(session, builds, upTo);
  await writeConsumed(session, consumedBy(builds, consumed));
  return consumed;
}

/** Folds what the store has, as long as the journal says the same. */
async function buildFromStore(
  options: RebuildOptions,
  source: Pick<EventSource, 'readAll'>,
  { session, reader }: Sessions,
  { builds, consumed: before }: BuildRecord,
): Promise<{ readonly differences: readonly Difference[]; readonly consumed: Consumed }> {
  const part = await Part.open(session, builds, WHOLE);
  let consumed = before;
  // One snapshot of the journal and of what waits: both move on while the store is read.
  const reread = async () => {
    const upTo = await readCheckpoint(reader);
    return await rereadStore(reader, options, source, upTo, async (events: readonly JournalledEvent[]) => {
      await part.take(events);
      for (const { hash } of events) consumed = consume(consumed, hash);
      options.onProgress?.({ done: consumed.count, total: upTo.position });
    });
  };
  const differences = await transaction(reader, reread, 'ISOLATION LEVEL REPEATABLE READ READ ONLY');
  await part.save();
  await writeConsumed(session, consumedBy(builds, consumed));
  return { differences, consumed };
}

/** What a switch would change at this moment; nothing is switched. */
async function compare(options: RebuildOptions, sessions: Sessions, record: BuildRecord): Promise<Outcome> {
  const { builds } = record;
  const snapshot = await openSession(options.databaseUrl, 'rebuild comparison');
  try {
    const gate = await openSession(options.databaseUrl, 'rebuild gate');
    try {
      await withCheckpoint(gate, async ({ position }) => {
        const tail = () => foldTail(options, sessions, record, position);
        await transaction(sessions.session, tail);
        // While nobody writes: live rows and built rows of one position, to be compared when others go on.
        await snapshot.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
        await snapshot.query('SELECT 1');
      });
    } finally {
      await gate.close();
    }
    const rows: RowDifferences[] = [];
    for (const { projection, generation } of builds) {
      rows.push(await compareRows(snapshot, projection, generation));
    }
    return { switched: false, differences: [], rows };
  } finally {
    await snapshot.close();
  }
}

async function lock(session: Session, projection: Projection): Promise<void> {
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
