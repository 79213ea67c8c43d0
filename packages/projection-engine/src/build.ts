import type { Position } from '@ledger/schemas';
import { type BuildRecord, consumedBy } from './build-record.ts';
import { type Consumed, RunningConsumption, writeConsumed } from './generation.ts';
import { CopiedLine, copyJournal } from './journal-copy.ts';
import { type Build, Part, type Share, spreadOf, WHOLE } from './part.ts';
import { PartWorker } from './part-worker.ts';
import type { Projection } from './projection.ts';
import type { ReadModelSet } from './read-model-set.ts';
import { type Receiver, receiverHere, receiverThere } from './receivers.ts';
import type { Session } from './sql.ts';

/** On how many threads to fold, and what they load. */
export interface Shards {
  /** Streams are spread over so many, the thread that asks being the first of them. */
  readonly count: number;
  /** Module that exports `readModels`, a ReadModelSet with the very projections that are to be built. */
  readonly module: URL;
  /** Fewer events are folded in the thread that asks, whatever the count; default 20 000. */
  readonly eventsMin?: number | undefined;
}

export interface BuildOptions extends Pick<ReadModelSet, 'newestForm'> {
  readonly databaseUrl: string;
  readonly shards: Shards | undefined;
  /** After so many events what is folded is saved, so that a killed build can go on. */
  readonly saveEveryEvents: number;
  readonly onProgress: (done: number, total: number) => void;
}

/** In how many parts each projection is built. */
export function partsOf(shards: Shards | undefined): (projection: Projection) => number {
  return ({ byStream = false }) => (byStream ? (shards?.count ?? 1) : 1);
}

/**
 * Folds the journal up to `upTo` into generations that nobody sees yet, from where their record stands.
 *
 * One reader hands on each line once, in the journal's order, to whoever folds its stream; the digest is over what was
 * handed on.
 *
 * Shape:   what is consumed then.
 * Errors:  PROJECTION_FAILED; what the database throws.
 * Durable: rows and record, when it returns and every so many events.
 */
export async function buildFromJournal(
  options: BuildOptions,
  { session, reader }: { readonly session: Session; readonly reader: Session },
  { builds, consumed }: BuildRecord,
  upTo: Position,
): Promise<Consumed> {
  const consumption = new RunningConsumption(consumed);
  const receivers = await openReceivers(options, session, builds);
  const save = async (): Promise<void> => {
    await Promise.all(receivers.map((receiver) => receiver.save()));
    await writeConsumed(session, consumedBy(builds, consumption.consumed));
  };
  let saved = consumed.count;
  try {
    const after = consumed.count as Position;
    for await (const piece of copyJournal(reader, { after, upTo })) {
      for (const line = new CopiedLine(piece); line.next(); ) {
        consumption.add(line.bytesOf('hash'));
        const spread = receivers.length > 1 ? spreadOf(line.bytesOf('stream')) : 0;
        for (const receiver of receivers) receiver.offer(line, spread);
      }
      for (const receiver of receivers) await receiver.takePiece();
      options.onProgress(consumption.count, upTo);
      if (consumption.count - saved < options.saveEveryEvents) continue;
      await save();
      saved = consumption.count;
    }
    await save();
    return consumption.consumed;
  } finally {
    await Promise.all(receivers.map((receiver) => receiver.end()));
  }
}

async function openReceivers(
  { shards, databaseUrl, newestForm }: BuildOptions,
  session: Session,
  builds: readonly Build[],
): Promise<readonly Receiver[]> {
  const here = async (some: readonly Build[], share: Share): Promise<Receiver> =>
    receiverHere(await Part.open(session, some, share), share, newestForm);
  if (shards === undefined || shards.count === 1) return [await here(builds, WHOLE)];
  const there = (some: readonly Build[], share: Share): Receiver =>
    receiverThere(new PartWorker(databaseUrl, shards.module, some, share), share);
  const spread = builds.filter(({ projection }) => projection.byStream);
  const whole = builds.filter(({ projection }) => !projection.byStream);
  if (spread.length === 0) return [await here(whole, WHOLE)];
  const [first = WHOLE, ...others] = Array.from({ length: shards.count }, (_, part) => ({
    part,
    parts: shards.count,
  }));
  // The threads start while this one begins to fold its own share.
  return [
    ...others.map((share) => there(spread, share)),
    ...(whole.length > 0 ? [there(whole, WHOLE)] : []),
    await here(spread, first),
  ];
}
