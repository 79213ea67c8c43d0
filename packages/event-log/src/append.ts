import type { EventData } from '@eventstore/db-client';
import type { LedgerEvent, Revision, StreamName } from '@ledger/schemas';
import { encodeAppend } from './codec.ts';
import { faultOf } from './faults.ts';
import { collect, readPage, type StoreAccess } from './page.ts';
import { Patience } from './patience.ts';
import { StoreError } from './store-error.ts';

interface Append {
  readonly stream: StreamName;
  readonly expected: Revision | 'no-stream';
  readonly messages: readonly EventData[];
}

/** See {@link EventLog.append}. */
export async function append(
  access: StoreAccess,
  stream: StreamName,
  expected: Revision | 'no-stream',
  events: readonly LedgerEvent[],
): Promise<{ readonly revision: Revision }> {
  const appended: Append = { stream, expected, messages: encodeAppend(stream, expected, events) };
  // A closed event log says so at once; one that closes later leaves the outcome open.
  access.connection.lease();
  const patience = new Patience(access.options, access.connection.closing);
  let mayBeWritten = false;
  for (;;) {
    const outcome = await tryAppend(access, appended, mayBeWritten);
    if (outcome.kind === 'known') return { revision: outcome.revision };
    if (outcome.kind === 'unknown') mayBeWritten = true;
    if (!(await patience.another())) throw gaveUp(access, appended, mayBeWritten, outcome.cause);
    access.options.observe?.({ kind: 'append-retried' });
  }
}

type Outcome =
  | { readonly kind: 'known'; readonly revision: Revision }
  /** The node may have taken it. */
  | { readonly kind: 'unknown'; readonly cause: unknown }
  /** Nothing was written by this attempt. */
  | { readonly kind: 'not-taken'; readonly cause: unknown };

async function tryAppend(access: StoreAccess, appended: Append, mayBeWritten: boolean): Promise<Outcome> {
  try {
    if (!access.connection.answered) await knock(access, appended);
  } catch (error) {
    if (isPassing(error)) return { kind: 'not-taken', cause: error };
    throw refusal(access, error, appended, mayBeWritten);
  }
  try {
    return { kind: 'known', revision: await send(access, appended) };
  } catch (error) {
    const fault = faultOf(error);
    if (fault.kind === 'not-leader') return { kind: 'not-taken', cause: error };
    if (isPassing(error)) return { kind: 'unknown', cause: error };
    if (mayBeWritten && fault.kind === 'wrong-expected-revision')
      return await lookUp(access, appended, error);
    throw refusal(access, error, appended, mayBeWritten);
  }
}

/**
 * After an attempt of unknown outcome the stream has moved on: by our events, or by those of others.
 *
 * The store itself answers a repeated append with success. This is for the case that it does not: what stands behind the
 * expected revision is compared id by id.
 */
async function lookUp(access: StoreAccess, appended: Append, cause: unknown): Promise<Outcome> {
  const { stream, messages } = appended;
  const from = firstRevision(appended);
  let page: Awaited<ReturnType<typeof readPage>>;
  try {
    page = await readPage(access, { stream, from: BigInt(from), maxCount: messages.length });
  } catch (error) {
    return { kind: 'unknown', cause: error };
  }
  const isOurs = messages.every((message, index) => page[index]?.id === message.id);
  if (!isOurs) throw refusal(access, cause, appended, false);
  return { kind: 'known', revision: (from + messages.length - 1) as Revision };
}

// After a silence, ask something harmless first: an append that never left this process is known not to be written.
async function knock(access: StoreAccess, { stream }: Append): Promise<void> {
  try {
    await access.connection.attempt('read', (lease, attempt) =>
      collect(lease, { stream, from: 0n, maxCount: 1 }, attempt),
    );
  } catch (error) {
    if (faultOf(error).kind !== 'stream-missing') throw error;
  }
}

async function send(access: StoreAccess, { stream, expected, messages }: Append): Promise<Revision> {
  const expectedRevision = expected === 'no-stream' ? 'no_stream' : BigInt(expected);
  const result = await access.connection.attempt('append', ({ client }, { ms }) =>
    client.appendToStream(stream, [...messages], { expectedRevision, requiresLeader: true, deadline: ms }),
  );
  return Number(result.nextExpectedRevision) as Revision;
}

function firstRevision({ expected }: Append): Revision {
  return (expected === 'no-stream' ? 0 : expected + 1) as Revision;
}

/** True for failures that say nothing about the next attempt. */
function isPassing(error: unknown): boolean {
  if (error instanceof StoreError) return error.code === 'CLOSED';
  const { kind } = faultOf(error);
  return kind === 'transient' || kind === 'not-leader';
}

function gaveUp(access: StoreAccess, { stream }: Append, mayBeWritten: boolean, cause: unknown): StoreError {
  if (!mayBeWritten) {
    if (cause instanceof StoreError) return cause;
    return new StoreError(
      'NODE_UNREACHABLE',
      `no node of the event store answers; nothing was written to ${stream}`,
      {
        cause,
        stream,
      },
    );
  }
  access.options.observe?.({ kind: 'append-outcome-unknown' });
  access.options.log.warn({ stream }, 'the outcome of an append is unknown');
  return new StoreError('OUTCOME_UNKNOWN', `the event store went silent while it was writing to ${stream}`, {
    cause,
    stream,
  });
}

/** The store's no; but an earlier attempt that may have been taken is not undone by the refusal of a later one. */
function refusal(access: StoreAccess, error: unknown, appended: Append, mayBeWritten: boolean): StoreError {
  const fault = faultOf(error);
  // What is too large now was too large before.
  if (mayBeWritten && fault.kind !== 'too-large') return gaveUp(access, appended, mayBeWritten, error);
  if (error instanceof StoreError) return error;
  const { stream, expected } = appended;
  const details = { cause: error, stream };
  switch (fault.kind) {
    case 'wrong-expected-revision': {
      const message = `${stream} is at ${fault.actual}, the append expected ${expected}`;
      return new StoreError('WRONG_EXPECTED_REVISION', message, { ...details, actual: fault.actual });
    }
    case 'stream-deleted':
      return new StoreError('STREAM_DELETED', `${stream} was deleted`, details);
    case 'too-large':
      return new StoreError(
        'TOO_LARGE',
        `the append to ${stream} is larger than the event store takes`,
        details,
      );
    case 'access-denied':
      return new StoreError('ACCESS_DENIED', `the event store refuses to let ${stream} be written`, details);
    default:
      return new StoreError('STORE_FAULT', `the event store refused the append to ${stream}`, details);
  }
}
