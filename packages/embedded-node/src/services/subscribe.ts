import { accessDenied, mayUseStream } from '../access/access-control.ts';
import type { Principal } from '../access/principal.ts';
import { SETTINGS_STREAM } from '../access/system-settings.ts';
import type { GrpcCall } from '../grpc/call.ts';
import { unavailable } from '../grpc/status.ts';
import type { EventLog } from '../log/event-log.ts';
import { readableHead } from '../log/readable-stream.ts';
import { metastreamOf } from '../log/stream-metadata.ts';
import { NO_REVISION } from '../protocol/expected-revision.ts';
import { type AllFrom, encodeConfirmation, type StreamFrom } from '../protocol/read.ts';
import type { PositionPair } from '../protocol/shared.ts';
import { AllView, type FilteredView } from '../subscriptions/all-view.ts';
import { followLog, type SubscriptionView } from '../subscriptions/follow-log.ts';
import type { Rendering } from '../subscriptions/render.ts';
import { StreamView } from '../subscriptions/stream-view.ts';
import { badRequest, incompleteRequest } from './bad-request.ts';

const ALL = '$all';
const END = 2n ** 64n - 1n;

/** Follows one stream until the client leaves, the stream is tombstoned or the database is lost. */
export async function subscribeToStream(
  log: EventLog,
  call: GrpcCall,
  principal: Principal,
  stream: string,
  from: StreamFrom,
  rendering: Rendering,
): Promise<void> {
  if (stream === '') throw badRequest('The name of the stream is empty.');
  const head = await readableHead(log, stream);
  let after: bigint = NO_REVISION;
  if (from === 'end' || from === END) after = head.last;
  else if (from !== 'start') after = from;
  confirm(log, call);
  const unwatch = watchAccess(log, call, principal, stream);
  try {
    await follow(log, call, new StreamView(log, stream, after, rendering));
  } finally {
    unwatch();
  }
}

/** Follows `$all` until the client leaves or the database is lost. */
export async function subscribeToAll(
  log: EventLog,
  call: GrpcCall,
  principal: Principal,
  from: AllFrom,
  filtered: FilteredView | undefined,
  rendering: Rendering,
): Promise<void> {
  // The end is fixed before the confirmation, so that whatever the client appends after it is shown.
  const after = endOr(log, from);
  confirm(log, call);
  if (from !== 'end') await checkPosition(log, after);
  const unwatch = watchAccess(log, call, principal, ALL);
  try {
    await follow(log, call, new AllView(log, after, filtered, rendering));
  } finally {
    unwatch();
  }
}

/** Ends the call with access-denied once the metadata of the stream, or `$settings`, take the right to read away. */
function watchAccess(log: EventLog, call: GrpcCall, principal: Principal, stream: string): () => void {
  if (principal.kind === 'system') return () => {};
  const metastream = metastreamOf(stream);
  const check = async () => {
    if (!(await mayUseStream(log, principal, stream, 'read'))) call.fail(accessDenied());
  };
  return log.feed.follow({
    committed: (events) => {
      if (events.some((event) => event.stream === metastream || event.stream === SETTINGS_STREAM))
        check().catch((error: unknown) => call.fail(error));
    },
  });
}

function endOr(log: EventLog, from: AllFrom): PositionPair | undefined {
  if (from === 'start') return undefined;
  if (from !== 'end' && from.commit !== END) return from;
  const last = log.nextPosition - 1n;
  return { commit: last, prepare: last };
}

async function checkPosition(log: EventLog, after: PositionPair | undefined): Promise<void> {
  if (after === undefined || after.commit === 0n || after.commit >= log.nextPosition - 1n) return;
  if (after.prepare <= after.commit && (await log.store.holdsPosition(after.commit))) return;
  throw incompleteRequest(`No event lies at position ${after.commit}/${after.prepare}.`);
}

function confirm(log: EventLog, call: GrpcCall): void {
  call.write(encodeConfirmation(log.randomUuid()));
}

async function follow(log: EventLog, call: GrpcCall, view: SubscriptionView): Promise<void> {
  if (!log.available) throw unavailable('The database cannot be reached.');
  const withdraw = log.feed.onLost(() => call.fail(unavailable('The database was lost; subscribe again.')));
  try {
    await followLog(call, log.feed, view);
  } finally {
    withdraw();
  }
}
