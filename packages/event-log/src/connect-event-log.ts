import { append } from './append.ts';
import { StoreConnection } from './connection.ts';
import type { EventLog, EventLogOptions } from './event-log.ts';
import { follow } from './follow.ts';
import type { StoreAccess } from './page.ts';
import { readAll, readHead, readStream } from './read.ts';

/**
 * The event log at this address; the connection is made by the first call, and anew whenever it is lost.
 *
 * Errors: MALFORMED_URL.
 */
export function connectEventLog(options: EventLogOptions): EventLog {
  const connection = new StoreConnection(options);
  connection.lease();
  const access: StoreAccess = { connection, options };
  return {
    append: (stream, expected, events) => append(access, stream, expected, events),
    readStream: (stream, from) => readStream(access, stream, from),
    readAll: (after, onUnreadable) => readAll(access, after, onUnreadable),
    follow: (after, signal) => follow(access, after, signal),
    head: () => readHead(access),
    close: () => connection.close(),
  };
}
