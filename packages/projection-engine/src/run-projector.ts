import type { Position } from '@ledger/schemas';
import { assertStore } from './assert-store.ts';
import type { Shards } from './build.ts';
import { EngineError, type EngineErrorCode } from './engine-error.ts';
import type { Delivery, EventSource } from './event-source.ts';
import { migrate } from './migrate.ts';
import type { Parking } from './parked.ts';
import { prepareProjections } from './prepare.ts';
import { assertDistinct, type ReadModelSet } from './read-model-set.ts';
import type { RebuildProgress } from './rebuild.ts';
import { openSession } from './sql.ts';
import { tryOpenWriter, type Writer } from './writer.ts';

/** What the projector works on, and who is told. */
export interface ProjectorOptions extends ReadModelSet {
  readonly databaseUrl: string;
  readonly source: EventSource;
  /** Ends the projector, after the batch it is in. */
  readonly signal: AbortSignal;
  /** Resolves after so many milliseconds, or earlier when the signal aborts; never rejects. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Threads to build rows on that are missing or outdated; without them the projector's own does it. */
  readonly shards?: Shards | undefined;
  /** Events in one transaction. Default 1 000. */
  readonly batchEventsMax?: number;
  readonly observe?: (occurrence: ProjectorOccurrence) => void;
}

/** What happens to a projector; for its log, its metrics and readiness. */
export type ProjectorOccurrence =
  | { readonly kind: 'building'; readonly progress: RebuildProgress }
  /** Another projector is the active one; this one waits. */
  | { readonly kind: 'standing-by' }
  | { readonly kind: 'active'; readonly epoch: bigint; readonly position: Position }
  | { readonly kind: 'projected'; readonly position: Position; readonly events: number }
  /** All that the store held is projected. */
  | { readonly kind: 'caught-up'; readonly position: Position }
  | { readonly kind: 'parked'; readonly parking: Parking }
  /** Something failed that may pass; the projector starts over from the checkpoint. */
  | { readonly kind: 'interrupted'; readonly error: unknown; readonly retryInMs: number };

const BATCH_EVENTS = 1_000;
/** A standby takes over within this time after PostgreSQL has let go of the active one. */
const STANDBY_POLL_MS = 500;
const RETRY_MS_MIN = 100;
const RETRY_MS_MAX = 5_000;

/** Faults that waiting does not cure. */
const FINAL: ReadonlySet<EngineErrorCode> = new Set([
  'SCHEMA_AHEAD',
  'STORE_DIFFERS',
  'STORE_SHORTER',
  'PROJECTION_SUPERSEDED',
  'PROJECTION_FAILED',
]);

/**
 * Projects the store into journal, rows and feeds until the signal aborts.
 *
 * One projector is active, others stand by. Whatever breaks, PostgreSQL or the store or this process, the next start goes
 * on behind the last committed batch: no event is missed, none counts twice.
 *
 * Errors: SCHEMA_AHEAD, STORE_DIFFERS, STORE_SHORTER, PROJECTION_SUPERSEDED, PROJECTION_FAILED, and what the source calls
 *         final by an `EngineError`; all else is reported as an occurrence and tried again.
 */
export async function runProjector(options: ProjectorOptions): Promise<void> {
  const { signal, observe = () => undefined } = options;
  assertDistinct(options);
  let retryInMs = RETRY_MS_MIN;
  while (!signal.aborted) {
    try {
      await migrate(options.databaseUrl, options.projections);
      await prepareProjections({
        ...options,
        onProgress: (progress) => observe({ kind: 'building', progress }),
      });
      const writer = await becomeActive(options);
      if (writer === undefined) return;
      retryInMs = RETRY_MS_MIN;
      await projectUntilLost(options, writer);
    } catch (error) {
      if (error instanceof EngineError && FINAL.has(error.code)) throw error;
      if (signal.aborted) return;
      observe({ kind: 'interrupted', error, retryInMs });
      await options.wait(retryInMs, signal);
      retryInMs = Math.min(retryInMs * 2, RETRY_MS_MAX);
    }
  }
}

async function becomeActive(options: ProjectorOptions): Promise<Writer | undefined> {
  const { signal, observe = () => undefined } = options;
  let standingBy = false;
  while (!signal.aborted) {
    const writer = await tryOpenWriter(options.databaseUrl, options);
    if (writer !== undefined) {
      observe({ kind: 'active', epoch: writer.start.epoch, position: writer.start.position });
      return writer;
    }
    if (!standingBy) observe({ kind: 'standing-by' });
    standingBy = true;
    await options.wait(STANDBY_POLL_MS, signal);
  }
  return undefined;
}

async function projectUntilLost(options: ProjectorOptions, writer: Writer): Promise<void> {
  const { source, batchEventsMax = BATCH_EVENTS } = options;
  const ended = AbortSignal.any([options.signal, writer.lost]);
  try {
    await assertStoreOf(options);
    let { position } = writer.start;
    let wasCaughtUp = false;
    for await (const deliveries of source.follow(writer.start.store, ended)) {
      // Caught up once more: the source has reconnected, maybe to a node that has lost what we journalled.
      const catchesUp = deliveries.some(({ kind }) => kind === 'caught-up');
      if (catchesUp && wasCaughtUp) await assertStoreOf(options);
      wasCaughtUp ||= catchesUp;
      for (let start = 0; start < deliveries.length && !ended.aborted; start += batchEventsMax) {
        position = await projectOne(
          options,
          writer,
          deliveries.slice(start, start + batchEventsMax),
          position,
        );
      }
      if (ended.aborted) break;
    }
    if (writer.lost.aborted) throw writer.lost.reason;
  } finally {
    await writer.close();
  }
}

/** Projects one batch. Shape: the position it led to, or `position` when nothing was delivered. */
async function projectOne(
  { observe = () => undefined }: ProjectorOptions,
  writer: Writer,
  deliveries: readonly Delivery[],
  position: Position,
): Promise<Position> {
  // Being caught up needs no transaction: nothing was delivered with it.
  const ledger = deliveries.filter(({ kind }) => kind !== 'caught-up');
  let reached = position;
  if (ledger.length > 0) {
    const intake = await writer.project(ledger);
    reached = intake.position;
    for (const parking of intake.parked) observe({ kind: 'parked', parking });
    observe({ kind: 'projected', position: reached, events: intake.accepted });
  }
  if (ledger.length < deliveries.length) observe({ kind: 'caught-up', position: reached });
  return reached;
}

async function assertStoreOf({ databaseUrl, source }: ProjectorOptions): Promise<void> {
  const session = await openSession(databaseUrl, 'store check');
  try {
    await assertStore(session, source);
  } finally {
    await session.close();
  }
}
