import type { EventData } from '@eventstore/db-client';
import type { LedgerEvent, Revision, StreamName } from '@ledger/schemas';
import { encodeAppend } from './codec.ts';
import { type Fault, faultOf } from './faults.ts';
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
  const patience = new Patience(access.options, access.connection);
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
    if (isTransient(error)) return { kind: 'not-taken', cause: error };
    throw refusal(error, faultOf(error), appended);
  }
  try {
    return { kind: 'known', revision: await send(access, appended) };
  } catch (error) {
    if (error instanceof StoreError && error.code === 'CLOSED') return { kind: 'unknown', cause: error };
    const fault = faultOf(error);
    if (fault.kind === 'transient') return { kind: 'unknown', cause: error };
    if (fault.kind === 'not-leader') return { kind: 'not-taken', cause: error };
    if (fault.kind === 'wrong-expected-revision' && mayBeWritten && (await isWritten(access, appended))) {
      return { kind: 'known', revision: lastRevision(appended) };
    }
    throw refusal(error, fault, appended);
  }
}

// After a silence, ask something harmless first: an append that never left this process is known not to be written.
async function knock(access: StoreAccess, { stream }: Append): Promise<void> {
  try {
    await access.connection.attempt('read', (lease, { over }) =>
      collect(lease, { stream, from: 0n, maxCount: 1 }, over),
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

// The store itself answers a repeated append with success. This is for the case that it does not: what stands behind the
// expected revision is then compared id by id.
async function isWritten(access: StoreAccess, appended: Append): Promise<boolean> {
  const { stream, messages } = appended;
  const from = BigInt(firstRevision(appended));
  const page = await readPage(access, { stream, from, maxCount: messages.length });
  return messages.every((message, index) => page[index]?.id === message.id);
}

function firstRevision({ expected }: Append): Revision {
  return (expected === 'no-stream' ? 0 : expected + 1) as Revision;
}

function lastRevision(appended: Append): Revision {
  return (firstRevision(appended) + appended.messages.length - 1) as Revision;
}

function isTransient(error: unknown): boolean {
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

function refusal(error: unknown, fault: Fault, { stream, expected }: Append): StoreError {
  if (error instanceof StoreError) return error;
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
