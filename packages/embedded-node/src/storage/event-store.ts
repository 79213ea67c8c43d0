import pg from 'pg';
import { StoredEvent } from '../log/stored-event.ts';
import { EMPTY_HEAD, type StreamHead } from '../log/stream-head.ts';
import {
  isMetastream,
  METASTREAM_METADATA,
  metastreamOf,
  NO_METADATA,
  parseStreamMetadata,
} from '../log/stream-metadata.ts';
import { decodeEventHeader } from '../protocol/recorded-event.ts';
import { byteaArray } from './binary-array.ts';
import { type CopiedRow, copyRows } from './copy-rows.ts';

const CONNECTIONS_MAX = 4;
/** Also how long a read waits for its turn; a PostgreSQL that is down refuses at once and is not waited for. */
const CONNECT_TIMEOUT_MS = 8000;

/** Events read at once, at most. */
export const PAGE_EVENTS = 512;
/** Bytes after which a page takes no further event: a read never holds more than this and one event. */
const PAGE_BYTES = 1024 * 1024;

/** PostgreSQL did not answer a read; nothing is known to be wrong with what it holds. */
export class StorageUnavailableError extends Error {
  override readonly name = 'StorageUnavailableError';
}

/** Every look-up here is by index; the planner would guess otherwise while its statistics are young. */
export const SESSION_SETTINGS =
  'SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off';

/** An event found by its stream and revision. */
export interface EventAddress {
  readonly stream: bigint;
  readonly revision: bigint;
}

/**
 * Reads of committed events, over a few connections of their own.
 *
 * Errors: every method rejects with `StorageUnavailableError` while PostgreSQL cannot be reached.
 */
export class EventStore {
  readonly #pool: pg.Pool;

  constructor(database: string) {
    this.#pool = new pg.Pool({
      connectionString: database,
      max: CONNECTIONS_MAX,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      application_name: 'embedded-node reader',
      onConnect: (client) => {
        // One that breaks in the middle of a read tells the read; without a listener it would end the process as well.
        client.on('error', () => {});
        return client.query(SESSION_SETTINGS).then(() => {});
      },
    });
    // A connection that breaks while idle is replaced at its next use.
    this.#pool.on('error', () => {});
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  /** Events of one stream with revision ≥ `from`, rising. */
  readStreamForwards(stream: bigint, from: bigint, limit: number): Promise<StoredEvent[]> {
    return this.#page(`stream = ${stream} AND revision >= ${from}`, 'revision', limit);
  }

  /** Events of one stream with revision between `lowest` and `from`, falling. */
  readStreamBackwards(stream: bigint, from: bigint, lowest: bigint, limit: number): Promise<StoredEvent[]> {
    return this.#page(
      `stream = ${stream} AND revision <= ${from} AND revision >= ${lowest}`,
      'revision DESC',
      limit,
    );
  }

  /** Events of all streams with position ≥ `from`, rising. */
  readAllForwards(from: bigint, limit: number): Promise<StoredEvent[]> {
    return this.#page(`position >= ${from}`, 'position', limit);
  }

  /** Events of all streams with position < `before`, falling. */
  readAllBackwards(before: bigint, limit: number): Promise<StoredEvent[]> {
    return this.#page(`position < ${before}`, 'position DESC', limit);
  }

  /** The events at these addresses; those that do not exist are absent. */
  async readAddresses(addresses: readonly EventAddress[]): Promise<Map<string, StoredEvent>> {
    const found = new Map<string, StoredEvent>();
    if (addresses.length === 0) return found;
    const values = addresses
      .map(({ stream, revision }) => `(${stream}::bigint, ${revision}::bigint)`)
      .join(', ');
    const rows = await this.#copy(
      `SELECT e.position, e.revision, e.recorded, e.stream FROM (VALUES ${values}) AS wanted (stream, revision)
       JOIN node.events e USING (stream, revision)`,
    );
    for (const row of rows)
      found.set(addressKey({ stream: int8(row, 3), revision: int8(row, 1) }), storedEvent(row));
    return found;
  }

  /** Whether an event lies exactly at `position`. */
  async holdsPosition(position: bigint): Promise<boolean> {
    const rows = await this.#copy(`SELECT 1 FROM node.events WHERE position = ${position}`);
    return rows.length > 0;
  }

  /** The heads of the named streams, in the order of the names. */
  readHeads(names: readonly string[]): Promise<StreamHead[]> {
    return this.#use((client) => readHeads(client, names));
  }

  /** At least one event if there is one, at most `limit`, and no further one once the page is full by its bytes. */
  async #page(condition: string, order: string, limit: number): Promise<StoredEvent[]> {
    const rows = await this.#copy(`
      SELECT position, revision, recorded FROM (
        SELECT position, revision, recorded,
          sum(octet_length(recorded)) OVER (ORDER BY ${order} ROWS UNBOUNDED PRECEDING) - octet_length(recorded) AS before
        FROM (
          SELECT position, revision, recorded FROM node.events WHERE ${condition} ORDER BY ${order} LIMIT ${limit}
        ) AS candidates
      ) AS page WHERE before < ${PAGE_BYTES}`);
    return rows.map(storedEvent);
  }

  #copy(sql: string): Promise<CopiedRow[]> {
    return this.#use((client) => copyRows(client, sql));
  }

  async #use<Result>(work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
    let client: pg.PoolClient | undefined;
    try {
      client = await this.#pool.connect();
      const result = await work(client);
      client.release();
      return result;
    } catch (error) {
      // A connection that failed once is not trusted again.
      client?.release(true);
      throw new StorageUnavailableError('The database did not answer a read.', { cause: error });
    }
  }
}

/** Whether the events of a page read with `limit` are all there were. */
export function isLastPage(events: readonly StoredEvent[], limit: number): boolean {
  if (events.length >= limit) return false;
  return events.reduce((sum, event) => sum + event.recorded.length, 0) < PAGE_BYTES;
}

/** Every event of a short stream with revision ≥ `from`. */
export async function readWhole(store: EventStore, stream: bigint, from: bigint): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (let next = from; ; ) {
    const page = await store.readStreamForwards(stream, next, PAGE_EVENTS);
    events.push(...page);
    const last = page.at(-1);
    if (last === undefined || isLastPage(page, PAGE_EVENTS)) return events;
    next = last.revision + 1n;
  }
}

/** How `readAddresses` names what it found. */
export function addressKey(address: EventAddress): string {
  return `${address.revision}@${address.stream}`;
}

const READ_HEADS = `
  SELECT wanted.place::int AS place, s.id, last.revision, newest.recorded
  FROM unnest($1::bytea[]) WITH ORDINALITY AS wanted (name, place)
  LEFT JOIN node.streams s ON s.name = wanted.name
  LEFT JOIN LATERAL (SELECT revision FROM node.events WHERE stream = s.id ORDER BY revision DESC LIMIT 1) last ON true
  LEFT JOIN node.streams m ON m.name = $2::bytea || wanted.name
  LEFT JOIN LATERAL (SELECT recorded FROM node.events WHERE stream = m.id ORDER BY revision DESC LIMIT 1) newest ON true
  ORDER BY place`;

interface HeadRow {
  readonly id: string | null;
  readonly revision: string | null;
  readonly recorded: Buffer | null;
}

/** The heads of the named streams as committed, in the order of the names. */
export async function readHeads(client: pg.ClientBase, names: readonly string[]): Promise<StreamHead[]> {
  if (names.length === 0) return [];
  const { rows } = await client.query<HeadRow>({
    name: 'read-heads',
    text: READ_HEADS,
    values: [byteaArray(names.map((name) => Buffer.from(name))), Buffer.from(metastreamOf(''))],
  });
  return rows.map((row, index) => headOf(names[index] ?? '', row));
}

function headOf(name: string, row: HeadRow): StreamHead {
  const hasMetadata = row.recorded !== null;
  let metadata = isMetastream(name) ? METASTREAM_METADATA : NO_METADATA;
  if (row.recorded !== null && !isMetastream(name))
    metadata = parseStreamMetadata(decodeEventHeader(row.recorded).data);
  return {
    id: row.id === null ? undefined : BigInt(row.id),
    last: row.revision === null ? EMPTY_HEAD.last : BigInt(row.revision),
    metadata,
    hasMetadata,
  };
}

function storedEvent(row: CopiedRow): StoredEvent {
  return new StoredEvent(int8(row, 0), int8(row, 1), bytes(row, 2));
}

function int8(row: CopiedRow, column: number): bigint {
  return bytes(row, column).readBigInt64BE(0);
}

function bytes(row: CopiedRow, column: number): Buffer {
  const field = row[column];
  if (field === null || field === undefined) throw new Error(`column ${column} is null`);
  return field;
}
