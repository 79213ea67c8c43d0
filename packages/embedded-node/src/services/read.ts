import { requireStream } from '../access/access-control.ts';
import type { Principal } from '../access/principal.ts';
import type { GrpcCall } from '../grpc/call.ts';
import type { EventLog } from '../log/event-log.ts';
import { type FilterOptions, readReadRequest } from '../protocol/read.ts';
import type { FilteredView } from '../subscriptions/all-view.ts';
import { FilterError, makeEventFilter } from '../subscriptions/event-filter.ts';
import type { Rendering } from '../subscriptions/render.ts';
import { badRequest, incompleteRequest } from './bad-request.ts';
import { readAll } from './read-all.ts';
import { readStream } from './read-stream.ts';
import { subscribeToAll, subscribeToStream } from './subscribe.ts';

/** Events examined per page when the client leaves it open. */
const WINDOW_DEFAULT = 32;

/** `Streams.Read`: reads and subscriptions, of a stream or of `$all`. */
export async function read(log: EventLog, call: GrpcCall, principal: Principal): Promise<void> {
  const options = readReadRequest(await call.request());
  if (options === undefined) throw badRequest('The request has no options.');
  const { source, uuidForm, filter, count, backwards, resolveLinks } = options;
  if (source === undefined) throw incompleteRequest('The request names neither a stream nor $all.');
  if (uuidForm === undefined) throw incompleteRequest('The request does not say how ids are wanted.');
  if (filter === undefined) throw incompleteRequest('The request says neither filter nor no filter.');
  if (source.kind === 'stream' && filter !== 'none')
    throw incompleteRequest('Only $all is read through a filter.');
  await requireStream(log, principal, source.kind === 'all' ? '$all' : source.stream, 'read');
  const rendering: Rendering = { resolveLinks, uuidForm };
  if (options.subscription) {
    if (backwards) throw incompleteRequest('A subscription runs forwards.');
    if (filter !== 'none' && filter.checkpointInterval === 0)
      throw badRequest('The checkpoint interval must be positive.');
    if (source.kind === 'stream')
      return subscribeToStream(log, call, principal, source.stream, source.from, rendering);
    return subscribeToAll(
      log,
      call,
      principal,
      source.from,
      filter === 'none' ? undefined : filteredView(filter),
      rendering,
    );
  }
  if (count === undefined)
    throw incompleteRequest('The request says neither a count nor that it is a subscription.');
  if (source.kind === 'all') {
    const eventFilter = filter === 'none' ? undefined : filteredView(filter).filter;
    return readAll(log, call, { from: source.from, backwards, count, filter: eventFilter }, rendering);
  }
  const tellEnd = options.compatibility > 0;
  return readStream(
    log,
    call,
    { stream: source.stream, from: source.from, backwards, count, tellEnd },
    rendering,
  );
}

function filteredView({ expression, window: asked, checkpointInterval }: FilterOptions): FilteredView {
  if (expression === undefined)
    throw incompleteRequest('The filter says neither stream names nor event types.');
  if (asked === undefined) throw incompleteRequest('The filter does not say how much is searched at a time.');
  const window = asked === 'open' ? WINDOW_DEFAULT : Math.max(1, asked);
  try {
    return {
      filter: makeEventFilter(expression),
      window,
      interval: window * Math.max(1, checkpointInterval),
    };
  } catch (error) {
    if (error instanceof FilterError) throw badRequest(error.message);
    throw error;
  }
}
