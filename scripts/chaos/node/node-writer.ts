import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ANY,
  type AppendExpectedRevision,
  BACKWARDS,
  END,
  type EventStoreDBClient,
  jsonEvent,
  NO_STREAM,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import type { Chance } from '../chance.ts';
import type { Recorder } from '../recorder.ts';

/** A client that appends through the official client library and takes no answer for a no. */
export interface NodeWriter {
  readonly name: string;
  readonly client: EventStoreDBClient;
  readonly recorder: Recorder;
  readonly chance: Chance;
  /** How appends go to the node: one call each, or all over one stream, as the library does by itself. */
  readonly calls: 'one each' | 'one stream';
}

/** An append as a writer wants it: behind this revision, `'any'`, or where nothing is yet (-1). */
export interface Append {
  readonly stream: string;
  readonly behind: number | 'any';
  readonly count: number;
}

export type Appended =
  | { readonly outcome: 'ok'; readonly revision: number }
  /** `why` is the code of the last answer that was none. */
  | { readonly outcome: 'refused' | 'unknown'; readonly why: string };

export const EVENT_TYPE = 'written';
/** What an event of a campaign carries: by it the event is known again in the log without trusting an answer. */
export interface WrittenFact {
  readonly operation: string;
  readonly place: number;
  readonly filler: string;
}

/** The library sends an append that is signed in a call of its own; a node without TLS does not look at the name. */
const SIGNED = { credentials: { username: 'admin', password: 'changeit' } } as const;

const ATTEMPT_MS = 6_000;
const PAUSE_MS = 50;
/** A crowd that repeats without ever waiting longer would keep each other's calls from being answered in time. */
const PAUSE_MS_MOST = 1_600;
const PATIENCE_MS = 120_000;
const EVENTS_MOST = 5;
const FILLER_BYTES = [100, 300, 700, 700, 2_000, 30_000] as const;

/** Writes into its streams as fast as it gets answers: to the exact revision mostly, to any sometimes, one event or several at once. */
export async function keepWriting(
  writer: NodeWriter,
  streams: readonly [string, ...string[]],
  goesOn: () => boolean,
  pauseMs: number,
): Promise<void> {
  const { chance } = writer;
  const revisions = new Map<string, number>();
  while (goesOn()) {
    const stream = chance.oneOf(streams);
    const count = chance.below(4) === 0 ? 1 + chance.below(EVENTS_MOST) : 1;
    const behind =
      chance.below(5) === 0 ? 'any' : (revisions.get(stream) ?? (await readRevision(writer, stream)));
    if (behind === undefined) {
      await sleep(PAUSE_MS);
      continue;
    }
    const appended = await append(writer, { stream, behind, count });
    // Whoever was refused or left without an answer looks again before the next append.
    if (appended.outcome === 'ok') revisions.set(stream, appended.revision);
    else revisions.delete(stream);
    if (chance.below(6) === 0) await readRevision(writer, stream);
    if (pauseMs > 0) await sleep(pauseMs);
  }
}

/** Appends, once at least and again with the same ids after pauses that grow, until it is known what became of it or patience ends. */
export async function append(
  { name, client, recorder, chance, calls }: NodeWriter,
  { stream, behind, count }: Append,
  patienceMs: number = PATIENCE_MS,
): Promise<Appended> {
  const id = randomUUID();
  const proposed = Array.from({ length: count }, (_, place) => {
    const filler = randomText(chance, chance.oneOf(FILLER_BYTES));
    return { id: randomUUID(), data: { operation: id, place, filler } satisfies WrittenFact };
  });
  const events = proposed.map((event) => jsonEvent({ ...event, type: EVENT_TYPE }));
  const startedAt = recorder.now();
  recorder.record({ kind: 'op', id, client: name, stream, count, at: startedAt });
  let why = '';
  let pause = PAUSE_MS;
  do {
    try {
      const answer = await inTime(
        client.appendToStream(stream, events, {
          expectedRevision: expected(behind),
          ...(calls === 'one each' && SIGNED),
        }),
      );
      const revision = Number(answer.nextExpectedRevision);
      const acknowledged = proposed.map((event, place) => ({
        id: event.id,
        revision: revision - count + 1 + place,
        hash: hashOf(event.data),
      }));
      recorder.record({ kind: 'ok', id, events: acknowledged, visible: true, at: recorder.now() });
      return { outcome: 'ok', revision };
    } catch (error) {
      why = codeOf(error);
      const kind = error instanceof WrongExpectedVersionError ? 'refused' : 'unknown';
      recorder.record({ kind, id, reason: why, at: recorder.now() });
      if (kind === 'refused') return { outcome: kind, why };
      await sleep(1 + chance.below(pause));
      pause = Math.min(pause * 2, PAUSE_MS_MOST);
    }
  } while (recorder.now() - startedAt < patienceMs);
  return { outcome: 'unknown', why };
}

/** Reads where a stream ends, -1 when there is none, and notes what was seen; undefined when the node cannot say. */
async function readRevision(
  { name, client, recorder }: Pick<NodeWriter, 'name' | 'client' | 'recorder'>,
  stream: string,
): Promise<number | undefined> {
  const from = recorder.now();
  try {
    const revision = await inTime(lastRevision(client, stream));
    recorder.record({ kind: 'read', client: name, stream, from, at: recorder.now(), revision });
    return revision;
  } catch {
    return undefined;
  }
}

async function lastRevision(client: EventStoreDBClient, stream: string): Promise<number> {
  try {
    for await (const { event } of client.readStream(stream, {
      direction: BACKWARDS,
      fromRevision: END,
      maxCount: 1,
    }))
      return Number(event?.revision ?? -1);
    return -1;
  } catch (error) {
    if (error instanceof StreamNotFoundError) return -1;
    throw error;
  }
}

/** SHA-256 of an event's data, which nobody may change on the way. */
export function hashOf(data: unknown): string {
  return createHash('sha256').update(JSON.stringify(data)).digest('hex');
}

/** The name or number by which a failed call says why. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'type' in error && typeof error.type === 'string'
    ? `${error.type}: ${error.message}`
    : error.message;
}

function expected(behind: number | 'any'): AppendExpectedRevision {
  if (behind === 'any') return ANY;
  return behind < 0 ? NO_STREAM : BigInt(behind);
}

/** The library's own deadline does not end every call that hangs on a dead connection. */
async function inTime<Answer>(call: Promise<Answer>): Promise<Answer> {
  const late = new AbortController();
  try {
    return await Promise.race([
      call,
      sleep(ATTEMPT_MS, undefined, { signal: late.signal }).then(() => {
        throw new Error('not answered in time');
      }),
    ]);
  } finally {
    late.abort();
  }
}

/** Text that no compression makes much smaller. */
function randomText(chance: Chance, bytes: number): string {
  let text = '';
  while (text.length < bytes) text += chance.fraction().toString(36).slice(2);
  return text.slice(0, bytes);
}
