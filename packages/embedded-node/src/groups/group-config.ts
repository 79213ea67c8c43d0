import type { EventLog } from '../log/event-log.ts';
import { isDeleted } from '../log/stream-head.ts';
import { metastreamOf } from '../log/stream-metadata.ts';
import type { GroupSettings } from '../protocol/group-requests.ts';
import type { FilterExpression } from '../protocol/read.ts';
import { JSON_CONTENT } from '../protocol/recorded-event.ts';

/** A group as it is kept in the log. */
export interface GroupEntry {
  /** Name of the stream that is read, or `$all`. */
  readonly source: string;
  readonly group: string;
  /** Revision or place from which it reads, inclusive; `-1` or `C:-1/P:-1` = only what comes. */
  readonly startFrom: string;
  readonly filter: FilterExpression | undefined;
  readonly settings: GroupSettings;
}

/** The stream whose newest event names all groups. */
export const CONFIG_STREAM = '$persistentSubscriptionConfig';
const CONFIG_TYPE = '$PersistentConfig';
const CONFIG_VERSION = 'embedded-1';
const VERSIONS_KEPT = 2;

/** All groups as of their last change, none when there never was one; undefined when it cannot be understood. */
export async function readGroupConfig(log: EventLog): Promise<GroupEntry[] | undefined> {
  const head = await log.head(CONFIG_STREAM);
  if (head.id === undefined || isDeleted(head)) return [];
  const [last] = await log.store.readStreamBackwards(head.id, head.last, 0n, 1);
  return last === undefined ? [] : parseConfig(last.data);
}

function parseConfig(data: Buffer): GroupEntry[] | undefined {
  try {
    // What this version wrote has this shape; whatever else stands there says another version, or none.
    const config = JSON.parse(data.toString('utf8')) as {
      readonly version?: string;
      readonly entries: GroupEntry[];
    };
    return config.version === CONFIG_VERSION ? config.entries : undefined;
  } catch {
    return undefined;
  }
}

/** Durable: these groups, and no others, exist after a restart. */
export async function writeGroupConfig(log: EventLog, entries: readonly GroupEntry[]): Promise<void> {
  const head = await log.head(CONFIG_STREAM);
  if (!head.hasMetadata)
    await appendJson(log, metastreamOf(CONFIG_STREAM), '$metadata', { $maxCount: VERSIONS_KEPT });
  await appendJson(log, CONFIG_STREAM, CONFIG_TYPE, { version: CONFIG_VERSION, entries });
}

async function appendJson(log: EventLog, stream: string, type: string, json: unknown): Promise<void> {
  const data = Buffer.from(JSON.stringify(json));
  const event = {
    id: log.randomUuid(),
    type,
    contentType: JSON_CONTENT,
    customMetadata: Buffer.alloc(0),
    data,
  };
  await log.write({ kind: 'append', stream, expected: 'any', events: [event], deadlineMs: undefined });
}
