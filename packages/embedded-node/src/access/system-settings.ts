import type { EventLog } from '../log/event-log.ts';
import { isDeleted } from '../log/stream-head.ts';
import { parseAcls, type StreamAcl } from '../log/stream-metadata.ts';

/** The stream whose newest event changes the default access control lists. */
export const SETTINGS_STREAM = '$settings';

const USER_STREAMS = '$userStreamAcl';
const SYSTEM_STREAMS = '$systemStreamAcl';

/** What `$settings` says about streams that have no list of their own; undefined = nothing. */
export interface DefaultAcls {
  readonly userStreams: StreamAcl | undefined;
  readonly systemStreams: StreamAcl | undefined;
}

/** Without `$settings`, or with one that cannot be understood. */
export const NO_DEFAULT_ACLS: DefaultAcls = { userStreams: undefined, systemStreams: undefined };

interface Remembered {
  readonly revision: bigint;
  readonly defaults: DefaultAcls;
}

/** What was read last, of each log; it holds as long as `$settings` stands at that revision. */
const remembered = new WeakMap<EventLog, Remembered>();

/** The default access control lists as `$settings` stands now. */
export async function readDefaultAcls(log: EventLog): Promise<DefaultAcls> {
  const head = await log.head(SETTINGS_STREAM);
  if (head.id === undefined || isDeleted(head)) return NO_DEFAULT_ACLS;
  const known = remembered.get(log);
  if (known?.revision === head.last) return known.defaults;
  const [newest] = await log.store.readStreamBackwards(head.id, head.last, 0n, 1);
  const defaults = newest === undefined ? NO_DEFAULT_ACLS : parseDefaultAcls(newest.data);
  remembered.set(log, { revision: head.last, defaults });
  return defaults;
}

/** Reads the data of an event of `$settings`. Errors: never throws; what is malformed says nothing. */
export function parseDefaultAcls(data: Buffer): DefaultAcls {
  const acls = parseAcls(data, [USER_STREAMS, SYSTEM_STREAMS]);
  return acls === undefined ? NO_DEFAULT_ACLS : { userStreams: acls[0], systemStreams: acls[1] };
}
