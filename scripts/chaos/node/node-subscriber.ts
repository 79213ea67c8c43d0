import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type EventStoreDBClient,
  START,
  type Position as StorePosition,
  streamNameFilter,
} from '@eventstore/db-client';
import type { Chance } from '../chance.ts';
import type { Seen } from '../history.ts';
import type { Recorder } from '../recorder.ts';

/** Someone who follows the log, or a part of it, and takes it up again wherever it was cut off. */
export interface NodeSubscriber {
  readonly name: string;
  readonly sees: Seen | undefined;
  /** Every place it was told, in order: of events and of checkpoints. */
  readonly told: readonly Place[];
  /** Store position of the last event it got; 0 before the first. */
  readonly at: () => number;
  stop(): Promise<void>;
}

/** Where a subscription can be taken up. */
export interface Place {
  readonly position: StorePosition;
  readonly revision: bigint | undefined;
}

export interface SubscriberOptions {
  readonly name: string;
  readonly sees: Seen | undefined;
  readonly client: EventStoreDBClient;
  readonly recorder: Recorder;
}

const PAUSE_MS = 100;
/** Checkpoints are asked for so often that resumed subscriptions really begin at them. */
const CHECKPOINTS = { checkpointInterval: 2, maxSearchWindow: 8 } as const;

/**
 * The number that stands for "everything up to here": a place whose prepare position is before its commit position stands before the event
 * at that commit position.
 */
export function numberOf({ commit, prepare }: StorePosition): number {
  const number = Number(prepare < commit ? commit - 1n : commit);
  if (!Number.isSafeInteger(number)) throw new Error(`position ${commit} is beyond what a history can hold`);
  return number;
}

/** Follows until stopped, from the beginning; after an interruption it goes on behind the last event or checkpoint it was told, by chance. */
export function subscribe(options: SubscriberOptions & { readonly chance: Chance }): NodeSubscriber {
  const { name, sees, recorder, chance } = options;
  const told: Place[] = [];
  const stopping = new AbortController();
  let lastEvent: Place | undefined;
  let at = 0;
  const onEvent = (place: Place): void => {
    told.push(place);
    lastEvent = place;
    at = numberOf(place.position);
  };
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const from = chance.below(2) === 0 ? lastEvent : told.at(-1);
      recorder.record({
        kind: 'resumed',
        subscriber: name,
        after: from === undefined ? 0 : numberOf(from.position),
        ...(sees && { sees }),
      });
      await followOnce(
        { ...options, from, onEvent, onCheckpoint: (place) => told.push(place) },
        stopping.signal,
      );
      if (!stopping.signal.aborted) await sleep(PAUSE_MS);
    }
  };
  const running = run();
  return {
    name,
    sees,
    told,
    at: () => at,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** Takes a subscription up at a place, notes what comes until the end of the log, and ends it. */
export async function resumeAt(options: SubscriberOptions, from: Place): Promise<void> {
  const { name, sees, recorder } = options;
  recorder.record({
    kind: 'resumed',
    subscriber: name,
    after: numberOf(from.position),
    ...(sees && { sees }),
  });
  await followOnce({ ...options, from, untilCaughtUp: true }, new AbortController().signal);
}

interface Following extends SubscriberOptions {
  readonly from: Place | undefined;
  readonly untilCaughtUp?: boolean;
  readonly onEvent?: (place: Place) => void;
  readonly onCheckpoint?: (place: Place) => void;
}

async function followOnce(following: Following, signal: AbortSignal): Promise<void> {
  const { name, recorder, untilCaughtUp, onEvent, onCheckpoint } = following;
  const subscription = open(following, (position) => {
    recorder.record({ kind: 'checkpoint', subscriber: name, position: numberOf(position) });
    onCheckpoint?.({ position, revision: undefined });
  });
  subscription.on('data', ({ event }) => {
    if (event?.position === undefined) throw new Error(`${name} was shown an event without a position`);
    const { position, revision, id } = event;
    recorder.record({ kind: 'delivered', subscriber: name, position: numberOf(position), event: id });
    onEvent?.({ position, revision });
  });
  const over = new AbortController();
  try {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    subscription
      .on('error', () => end())
      .on('end', end)
      .on('close', end);
    if (untilCaughtUp === true) subscription.on('caughtUp', () => end());
    if (!signal.aborted)
      await Promise.race([ended, once(signal, 'abort', { signal: over.signal }).catch(() => undefined)]);
  } finally {
    over.abort();
    await Promise.race([subscription.unsubscribe().catch(() => undefined), sleep(PAUSE_MS)]);
    subscription.destroy();
  }
}

function open(
  { client, sees, from }: Following,
  onCheckpoint: (position: StorePosition) => void,
): ReturnType<EventStoreDBClient['subscribeToAll']> {
  const fromPosition = from?.position ?? START;
  if (sees === undefined) return client.subscribeToAll({ fromPosition });
  if ('stream' in sees) {
    const fromRevision = from?.revision ?? START;
    return client.subscribeToStream(sees.stream, { fromRevision }) as unknown as ReturnType<
      EventStoreDBClient['subscribeToAll']
    >;
  }
  const checkpointReached = async (_: unknown, position: StorePosition): Promise<void> =>
    onCheckpoint(position);
  return client.subscribeToAll({
    fromPosition,
    filter: { ...streamNameFilter({ prefixes: [sees.prefix], ...CHECKPOINTS }), checkpointReached },
  });
}
