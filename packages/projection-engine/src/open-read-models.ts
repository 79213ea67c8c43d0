import { NO_POSITION } from '@ledger/schemas';
import pg from 'pg';
import { readCheckpoint } from './checkpoint.ts';
import { digestOf } from './digest.ts';
import { EngineError } from './engine-error.ts';
import { readFeedPage } from './feed.ts';
import { readEvent, readHashedBytes, readHistory, readHistoryPages } from './history.ts';
import { readJournal } from './journal.ts';
import { assertSchema } from './migrate.ts';
import type { Projection } from './projection.ts';
import { assertDistinct, type ReadModelSet } from './read-model-set.ts';
import type { FeedName, ReadModels } from './read-models.ts';
import { rowsOf } from './rows.ts';
import { readSnapshot } from './snapshot.ts';
import { type Sql, sqlOf } from './sql.ts';
import { readStatus } from './status.ts';
import { viewAt } from './view-at.ts';
import { waitFor } from './wait-for.ts';
import { Watch } from './watch.ts';

export interface ReadModelsOptions extends ReadModelSet {
  readonly databaseUrl: string;
  /** Connections for reading at the same time; waiting and listening take one more. Default 8. */
  readonly connectionsMax?: number;
}

/**
 * Opens the reading side of the ledger.
 *
 * Errors: SCHEMA_BEHIND, SCHEMA_AHEAD; what pg throws when the database cannot be reached.
 */
export async function openReadModels(options: ReadModelsOptions): Promise<ReadModels> {
  assertDistinct(options);
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    max: options.connectionsMax ?? 8,
    application_name: 'ledger read models',
    connectionTimeoutMillis: 5_000,
  });
  // A connection that breaks while nobody uses it is replaced at the next use.
  pool.on('error', () => undefined);
  // One that breaks while it is checked out fails its query; unheard, its error would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  try {
    await assertSchema(sqlOf(pool));
  } catch (error) {
    await pool.end();
    throw error;
  }
  return readModelsOf(pool, options);
}

function readModelsOf(
  pool: pg.Pool,
  { projections, newestForm, databaseUrl }: ReadModelsOptions,
): ReadModels {
  const sql = sqlOf(pool);
  const watch = new Watch(databaseUrl);
  return {
    async position() {
      return (await readCheckpoint(sql)).position;
    },
    waitFor: (target, timeoutMs) => waitFor(sql, watch, target, timeoutMs),
    onAdvance: (listener) => watch.onAdvance(listener),
    rowsOf: (projection) => rowsOf(sql, projection),
    readFeed: (feed, after, limit) => readFeedPage(sql, feed, after, limit),
    readSnapshot: (feed) => readSnapshot(pool, projectionOfFeed(projections, feed)),
    readHistory: (fileId, at = {}) => readHistory(sql, newestForm, fileId, at),
    readHistoryPages: (fileId, at = {}) => readHistoryPages(sql, newestForm, fileId, at),
    viewAt: (projection, at, body) => viewAt(pool, newestForm, projection, at, body),
    readEvent: (place) => readEvent(sql, newestForm, place),
    readHashedBytes: (position) => readHashedBytes(sql, position),
    async *readJournal(after = NO_POSITION) {
      const upTo = (await readCheckpoint(sql)).position;
      yield* readJournal(sql, newestForm, { after, upTo });
    },
    digest: (name) => inOneSession(pool, (session) => digestOf(session, projectionNamed(projections, name))),
    status: () => inOneSession(pool, readStatus),
    async close() {
      await watch.close();
      await pool.end();
    },
  };
}

async function inOneSession<Result>(pool: pg.Pool, body: (sql: Sql) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  try {
    const result = await body(sqlOf(client));
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

function projectionNamed(projections: readonly Projection[], name: string): Projection {
  const found = projections.find((projection) => projection.name === name);
  if (found !== undefined) return found;
  const names = projections.map((projection) => projection.name).join(', ');
  throw new EngineError('UNKNOWN_NAME', `There is no projection ${name}; there are ${names}.`);
}

function projectionOfFeed(projections: readonly Projection[], feed: FeedName): Projection {
  const found = projections.find((projection) => projection.feed?.name === feed);
  if (found !== undefined) return found;
  const names = projections.flatMap((projection) => projection.feed?.name ?? []).join(', ');
  throw new EngineError('UNKNOWN_NAME', `There is no feed ${feed}; there are ${names}.`);
}
