import { Socket } from 'node:net';
import type { Instant } from '@ledger/statutory-calendar';
import pg from 'pg';
import { beginService } from './service-since.ts';

/** Any constant of ours: who holds it is the active timekeeper. */
const TIMEKEEPER_LOCK = 7_250_313;
/** PostgreSQL ends a session that has been silent for so long: a paused process loses its turn. */
const SILENCE_MS_MAX = 3_000;
const PING_MS = 1_000;
const GOODBYE_MS_MAX = 1_000;

/** Being the one active timekeeper of a ledger. */
export interface Turn {
  /** When a timekeeper of this ledger first had a turn, by its clock; it never changes. */
  readonly inServiceSince: Instant;
  /** Aborts when the turn is lost with its session. */
  readonly lost: AbortSignal;
  /** Lets another take over; never throws. */
  end(): Promise<void>;
}

/**
 * Becomes the active timekeeper, or answers undefined while another one is.
 *
 * The turn spares needless work and is no safeguard: two that act at once do everything once, for each act is appended
 * behind the revision that it was decided on.
 *
 * Errors:  what pg throws when the server cannot be reached.
 * Durable: the instant of the first turn.
 */
export async function tryTakeTurn(databaseUrl: string, clock: () => Instant): Promise<Turn | undefined> {
  const socket = new Socket();
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'ledger timekeeper',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    query_timeout: 10_000,
    // Our own, so that it can be cut off when the other side has gone silent.
    stream: () => socket,
  });
  const lost = new AbortController();
  client.on('error', (error) => lost.abort(error));
  client.on('end', () => lost.abort(new Error('PostgreSQL has ended the session of the timekeeper')));
  const end = async (): Promise<void> => {
    const deadline = setTimeout(() => socket.destroy(), GOODBYE_MS_MAX);
    await client.end().catch(() => undefined);
    clearTimeout(deadline);
  };
  let inServiceSince: Instant;
  try {
    await client.connect();
    const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1) AS held', [
      TIMEKEEPER_LOCK,
    ]);
    if (rows[0]?.held !== true) {
      await end();
      return undefined;
    }
    await client.query(`SET idle_session_timeout = ${SILENCE_MS_MAX}`);
    inServiceSince = await beginService(client, clock());
  } catch (error) {
    await end();
    throw error;
  }
  const pings = setInterval(() => {
    client.query('SELECT 1').catch((error: unknown) => lost.abort(error));
  }, PING_MS);
  return {
    inServiceSince,
    lost: lost.signal,
    async end() {
      clearInterval(pings);
      await end();
    },
  };
}
