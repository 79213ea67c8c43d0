import { type Checkpoint, readCheckpoint, withCheckpoint } from './checkpoint.ts';
import { EngineError } from './engine-error.ts';
import type { Delivery } from './event-source.ts';
import { type Intake, takeIn } from './intake.ts';
import type { ReadModelSet } from './read-model-set.ts';
import { openSession, type Session, type Sql } from './sql.ts';

/** Any constant of ours: who holds it is the active projector. */
const PROJECTOR_LOCK = 7_250_312;
/** PostgreSQL ends a projector's session that has been silent for so long: a paused process loses its place. */
const SILENCE_MS_MAX = 3_000;
const PING_MS = 1_000;
/** A statement that takes longer is taken for a connection that is half open; the batch is then tried again. */
const ANSWER_MS_MAX = 10_000;

/** The one active projector's hold on the ledger. */
export interface Writer {
  /** The checkpoint when the writer became the active one. */
  readonly start: Checkpoint;
  /** Aborts when the hold is lost with its session. */
  readonly lost: AbortSignal;
  /**
   * Takes the deliveries in, in one transaction.
   *
   * Errors:  FENCED when another projector has taken over since; nothing is written then.
   * Durable: all of it when it returns, else nothing, or all of it if the connection broke at the very end.
   */
  project(deliveries: readonly Delivery[]): Promise<Intake>;
  close(): Promise<void>;
}

/** Becomes the active projector, or answers undefined when there is one. */
export async function tryOpenWriter(databaseUrl: string, set: ReadModelSet): Promise<Writer | undefined> {
  const session = await openSession(databaseUrl, 'projector');
  try {
    // The lock lives in the session that writes: without the lock there is no session, and without it no commit.
    const [lock] = await session.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1) AS held', [
      PROJECTOR_LOCK,
    ]);
    if (!lock?.held) {
      await session.close();
      return undefined;
    }
    await session.query(`SET idle_session_timeout = ${SILENCE_MS_MAX}`);
    await session.query('UPDATE ledger.checkpoint SET epoch = epoch + 1');
    return await writerOf(session, set);
  } catch (error) {
    await session.close();
    throw error;
  }
}

async function writerOf(session: Session, set: ReadModelSet): Promise<Writer> {
  const start = await readCheckpoint(session);
  const watched = new WatchedSession(session);
  return {
    start,
    lost: session.lost,
    project: (deliveries) => projectBatch(watched, set, start.epoch, deliveries),
    async close() {
      watched.end();
      await session.close();
    },
  };
}

/** Keeps a session from being idle, and cuts it off when PostgreSQL does not answer any more. */
class WatchedSession implements Sql {
  readonly #session: Session;
  readonly #timer: NodeJS.Timeout;
  #asking = false;
  #silentPings = 0;

  constructor(session: Session) {
    this.#session = session;
    this.#timer = setInterval(() => this.#ping(), PING_MS);
  }

  async query<Row extends object>(text: string, values?: readonly unknown[]): Promise<readonly Row[]> {
    this.#asking = true;
    try {
      return await this.#session.query<Row>(text, values);
    } finally {
      this.#asking = false;
      this.#silentPings = 0;
    }
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #ping(): void {
    if (!this.#asking) {
      // One that fails shows as a lost session.
      this.query('SELECT 1').catch(() => undefined);
      return;
    }
    this.#silentPings += 1;
    if (this.#silentPings * PING_MS < ANSWER_MS_MAX) return;
    this.#session.cutOff(new Error(`PostgreSQL has not answered for ${ANSWER_MS_MAX} ms`));
  }
}

/** One batch, in one transaction, if `epoch` is still the active projector's. Errors: FENCED, and as takeIn. */
export async function projectBatch(
  sql: Sql,
  set: ReadModelSet,
  epoch: bigint,
  deliveries: readonly Delivery[],
): Promise<Intake> {
  return await withCheckpoint(sql, async (checkpoint) => {
    if (checkpoint.epoch !== epoch) {
      throw new EngineError(
        'FENCED',
        `Another projector has taken over (epoch ${checkpoint.epoch}, ours was ${epoch}); this one has written nothing since.`,
      );
    }
    return await takeIn(sql, set, checkpoint, deliveries);
  });
}
