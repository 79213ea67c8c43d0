import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { FIRST_POSITION, positionAfter } from '../log/position.ts';
import type { StreamHead } from '../log/stream-head.ts';
import { NodeError } from '../node-error.ts';
import { uuidBytes } from '../protocol/uuid.ts';
import { byteaArray, int8Array, uuidArray } from './binary-array.ts';
import { readHeads, SESSION_SETTINGS } from './event-store.ts';
import { ensureSchema } from './schema.ts';

/** A stream that gets its first event. */
export interface NewStream {
  readonly id: bigint;
  readonly name: string;
}

/** One event as it is stored. */
export interface NewEvent {
  readonly position: bigint;
  readonly stream: bigint;
  readonly revision: bigint;
  readonly id: string;
  readonly recorded: Buffer;
}

/** Where the log ends, as committed. */
export interface LogEnd {
  readonly nextPosition: bigint;
  readonly nextStream: bigint;
}

/** An event id and where it stands. */
export interface IdPlace {
  readonly id: string;
  readonly stream: bigint;
  readonly revision: bigint;
  readonly position: bigint;
}

/** Key of the advisory lock: "one writer of schema node in this database". Arbitrary, but never to be changed. */
const LOCK_KEY = '7236270914053981301';

/** A PostgreSQL that is down refuses at once; one that is busy, or has just recovered, may take seconds to let a session in. */
const CONNECT_TIMEOUT_MS = 8000;
/** A statement that takes longer is given up: its outcome is then unknown, and the lock tells when it is known again. */
const STATEMENT_TIMEOUT_MS = 10_000;

/** A session whose network is gone must give the lock back within seconds, not hours; so must one that was given up in the middle of a statement. */
const WRITER_SETTINGS = `
  SET synchronous_commit = on;
  SET plan_cache_mode = force_generic_plan;
  SET tcp_keepalives_idle = 5;
  SET tcp_keepalives_interval = 5;
  SET tcp_keepalives_count = 3;
  SET client_connection_check_interval = '1s';
  ${SESSION_SETTINGS}`;

/** PostgreSQL may need a moment to notice that the last holder of the lock was killed. */
const LOCK_ATTEMPTS = 10;
const LOCK_PAUSE_MS = 100;

/** Passes only while no other node has begun a newer epoch; the row stays locked until the commit. */
const FENCE = 'fence AS MATERIALIZED (SELECT epoch FROM node.writer WHERE epoch = $1 FOR SHARE)';

const STORE_EVENTS = `
  INSERT INTO node.events (position, stream, revision, id, recorded)
  SELECT u.* FROM fence, unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::uuid[], $6::bytea[]) AS u`;

const COMMIT_EVENTS = `WITH ${FENCE} ${STORE_EVENTS}`;

/** Most commits hold no new stream; those that do take half as long again. */
const COMMIT_STREAMS_AND_EVENTS = `
  WITH ${FENCE}, new_streams AS (
    INSERT INTO node.streams (id, name)
    SELECT u.id, u.name FROM fence, unnest($7::bigint[], $8::bytea[]) AS u (id, name)
  ) ${STORE_EVENTS}`;

/**
 * The one session that may write to the log: it holds the advisory lock, and each of its commits checks the epoch it began.
 *
 * Durable: when `commit` resolves, its events are on disk. When it rejects, they are not, unless the session was lost: then nobody knows
 * until the lock was taken anew, which is possible only after PostgreSQL has finished or forgotten this session.
 */
export class WriterSession {
  readonly end: LogEnd;
  readonly #client: pg.Client;
  readonly #epoch: bigint;
  #lost = false;
  #onLost: (error: unknown) => void = () => {};

  private constructor(client: pg.Client, epoch: bigint, end: LogEnd) {
    this.#client = client;
    this.#epoch = epoch;
    this.end = end;
    client.on('error', (error) => this.#lose(error));
    client.on('end', () => this.#lose(new Error('PostgreSQL has closed the connection.')));
  }

  /**
   * Opens the session: connects, takes the lock, creates missing tables and begins a new epoch.
   *
   * Errors: throws `NODE_ALREADY_RUNNING` when another node holds the lock, `NODE_SCHEMA_UNKNOWN`, `NODE_DATABASE_UNREACHABLE`.
   */
  static async open(database: string): Promise<WriterSession> {
    const client = new pg.Client({
      connectionString: database,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: STATEMENT_TIMEOUT_MS,
      application_name: 'embedded-node writer',
      keepAlive: true,
    });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.query(WRITER_SETTINGS);
      await takeLock(client);
      await ensureSchema(client);
      const epoch = await beginEpoch(client);
      return new WriterSession(client, epoch, await readEnd(client));
    } catch (error) {
      await client.end().catch(() => {});
      if (error instanceof NodeError) throw error;
      throw new NodeError('NODE_DATABASE_UNREACHABLE', `PostgreSQL cannot be used: ${describe(error)}.`, {
        cause: error,
      });
    }
  }

  /** Calls `listener` once when the session is gone; nothing can be committed through it any more. */
  onLost(listener: (error: unknown) => void): void {
    this.#onLost = listener;
  }

  /** Whether PostgreSQL was told to forget the disk; then a power cut loses acknowledged events. */
  async riskOfLoss(): Promise<string | undefined> {
    const { rows } = await this.#client.query<{ name: string }>(
      "SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes') AND setting = 'off'",
    );
    return rows.length === 0 ? undefined : rows.map((row) => `${row.name}=off`).join(', ');
  }

  /** Stores events, and the streams that are new with them, in one transaction. */
  async commit(streams: readonly NewStream[], events: readonly NewEvent[]): Promise<void> {
    const values = [
      this.#epoch,
      int8Array(events.map((event) => event.position)),
      int8Array(events.map((event) => event.stream)),
      int8Array(events.map((event) => event.revision)),
      uuidArray(events.map((event) => uuidBytes(event.id))),
      byteaArray(events.map((event) => event.recorded)),
    ];
    const statement =
      streams.length === 0
        ? { name: 'commit-events', text: COMMIT_EVENTS, values }
        : {
            name: 'commit-streams-and-events',
            text: COMMIT_STREAMS_AND_EVENTS,
            values: [
              ...values,
              int8Array(streams.map((stream) => stream.id)),
              byteaArray(streams.map((stream) => Buffer.from(stream.name))),
            ],
          };
    const result = await this.#client.query(statement);
    if (result.rowCount !== events.length) {
      this.#lose(new Error('Another node has begun a newer epoch.'));
      throw new Error('The events were refused: another node has begun a newer epoch.');
    }
  }

  /** The heads of the named streams as committed. */
  readHeads(names: readonly string[]): Promise<StreamHead[]> {
    return readHeads(this.#client, names);
  }

  /** Ids of the events of a stream between two revisions, both inclusive. */
  async readIds(stream: bigint, from: bigint, to: bigint): Promise<Map<bigint, string>> {
    const { rows } = await this.#client.query<{ revision: string; id: string }>(
      'SELECT revision, id FROM node.events WHERE stream = $1 AND revision BETWEEN $2 AND $3',
      [stream, from, to],
    );
    return new Map(rows.map((row) => [BigInt(row.revision), row.id]));
  }

  /** Position of the event at a revision of a stream. */
  async readPosition(stream: bigint, revision: bigint): Promise<bigint | undefined> {
    const { rows } = await this.#client.query<{ position: string }>(
      'SELECT position FROM node.events WHERE stream = $1 AND revision = $2',
      [stream, revision],
    );
    const [row] = rows;
    return row === undefined ? undefined : BigInt(row.position);
  }

  /** The stored bytes of the event at a revision of a stream. */
  async readRecorded(stream: bigint, revision: bigint): Promise<Buffer | undefined> {
    const { rows } = await this.#client.query<{ recorded: Buffer }>(
      'SELECT recorded FROM node.events WHERE stream = $1 AND revision = $2',
      [stream, revision],
    );
    return rows[0]?.recorded;
  }

  /** The `limit` most recent ids, oldest first. */
  async readRecentIds(limit: number): Promise<IdPlace[]> {
    const { rows } = await this.#client.query<{
      id: string;
      stream: string;
      revision: string;
      position: string;
    }>('SELECT id, stream, revision, position FROM node.events ORDER BY position DESC LIMIT $1', [limit]);
    return rows
      .map((row) => ({
        id: row.id,
        stream: BigInt(row.stream),
        revision: BigInt(row.revision),
        position: BigInt(row.position),
      }))
      .reverse();
  }

  /** Gives the lock back and ends the session. */
  async close(): Promise<void> {
    this.#lost = true;
    await this.#client.end().catch(() => {});
  }

  /** Cuts the connection without a word. */
  destroy(): void {
    this.#client.connection.stream.destroy(new Error('The session was given up.'));
  }

  #lose(error: unknown): void {
    if (this.#lost) return;
    this.#lost = true;
    this.#client.connection.stream.destroy();
    this.#onLost(error);
  }
}

async function takeLock(client: pg.Client): Promise<void> {
  for (let attempt = 1; attempt <= LOCK_ATTEMPTS; attempt++) {
    const { rows } = await client.query<{ taken: boolean }>(
      `SELECT pg_try_advisory_lock(${LOCK_KEY}) AS taken`,
    );
    if (rows[0]?.taken === true) return;
    await delay(LOCK_PAUSE_MS);
  }
  throw new NodeError(
    'NODE_ALREADY_RUNNING',
    'Another node is writing to this database. Stop it first, or give this node a database of its own.',
  );
}

async function beginEpoch(client: pg.Client): Promise<bigint> {
  const { rows } = await client.query<{ epoch: string }>(
    'UPDATE node.writer SET epoch = epoch + 1 RETURNING epoch',
  );
  const [row] = rows;
  if (row === undefined || rows.length > 1) {
    throw new NodeError(
      'NODE_SCHEMA_UNKNOWN',
      `The table node.writer holds ${rows.length} rows instead of one.`,
    );
  }
  return BigInt(row.epoch);
}

async function readEnd(client: pg.Client): Promise<LogEnd> {
  const { rows } = await client.query<{
    position: string | null;
    size: number | null;
    stream: string | null;
  }>(`
    SELECT last.position, last.size, (SELECT max(id) FROM node.streams) AS stream
    FROM (VALUES (1)) AS one (row)
    LEFT JOIN LATERAL (
      SELECT position, octet_length(recorded) AS size FROM node.events ORDER BY position DESC LIMIT 1
    ) AS last ON true`);
  const [row] = rows;
  return {
    nextPosition: row?.position == null ? FIRST_POSITION : positionAfter(BigInt(row.position), row.size ?? 0),
    nextStream: row?.stream == null ? 1n : BigInt(row.stream) + 1n,
  };
}

function describe(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : String(error);
}
