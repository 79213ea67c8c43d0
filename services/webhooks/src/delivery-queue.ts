import type { ClientBase } from 'pg';
import { PgBoss } from 'pg-boss';

const QUEUE = 'webhook-delivery';
/** What is queued is sent or is asked for; nothing of it is forgotten because time has passed. */
const KEPT_SECONDS = 10 * 366 * 86_400;
/** A sender that was killed holds what it had fetched for so long. */
const CLAIM_SECONDS = 60;

/** How failed deliveries are tried again. Units: seconds; the pauses double from the first to the longest. */
export interface RetryPolicy {
  /** Attempts after the first, before the file is parked. */
  readonly limit: number;
  readonly firstPause: number;
  readonly longestPause: number;
}

/** One change to be sent to one endpoint. The change itself is read when it is sent, as it may be read then. */
export interface DeliveryOrder {
  readonly endpoint: string;
  readonly round: number;
  readonly fileId: string | null;
  readonly position: number;
}

/** What is sent in order: the changes of one file to one endpoint, in one round. */
export type Lane = Pick<DeliveryOrder, 'endpoint' | 'round' | 'fileId'>;

/** An order that was taken from the queue; nobody else has it until it is settled or its claim has lapsed. */
export interface ClaimedOrder extends DeliveryOrder {
  readonly job: string;
  /** Attempts before this one. */
  readonly attempts: number;
  /** Whether the queue takes no further attempt by itself. */
  readonly isLast: boolean;
  readonly retryCount: number;
}

/**
 * The queue of deliveries, on pg-boss: first in, first out for each file of each endpoint, a failed one keeping back what follows
 * it, and nothing keeping back the other files.
 */
export class DeliveryQueue {
  readonly #boss: PgBoss;
  readonly #retry: RetryPolicy;

  constructor(databaseUrl: string, retry: RetryPolicy, onError: (error: Error) => void) {
    this.#retry = retry;
    this.#boss = new PgBoss({
      connectionString: databaseUrl,
      schema: 'webhook_jobs',
      application_name: 'ledger webhooks',
      max: 4,
      schedule: false,
    });
    this.#boss.on('error', onError);
  }

  /** The queue is there. Errors: what PostgreSQL throws. */
  async open(): Promise<void> {
    await this.#boss.start();
    const options = {
      retryLimit: this.#retry.limit,
      retryDelay: this.#retry.firstPause,
      retryBackoff: true,
      retryDelayMax: this.#retry.longestPause,
      expireInSeconds: CLAIM_SECONDS,
      retentionSeconds: KEPT_SECONDS,
      // A failed order keeps back its file until it is taken up again; those that succeed are deleted at once.
      deleteAfterSeconds: 0,
    };
    await this.#boss.createQueue(QUEUE, { policy: 'key_strict_fifo', ...options });
    await this.#boss.updateQueue(QUEUE, options);
  }

  /** Adds orders in the caller's transaction, in their order. An order that is there already is not added again. */
  async add(orders: readonly DeliveryOrder[], transaction: ClientBase): Promise<void> {
    if (orders.length === 0) return;
    const jobs = orders.map((order) => ({
      id: jobIdOf(order),
      data: order,
      singletonKey: keyOf(order),
    }));
    await this.#boss.insert(QUEUE, jobs, {
      db: { executeSql: (text, values = []) => transaction.query(text, values) },
    });
  }

  /** Takes up to so many orders that may be sent now, no two of one file. */
  async claim(atMost: number): Promise<readonly ClaimedOrder[]> {
    const jobs = await this.#boss.fetch<DeliveryOrder>(QUEUE, { batchSize: atMost, includeMetadata: true });
    return jobs.map(({ id, data, retryCount, retryLimit }) => ({
      ...data,
      job: id,
      retryCount,
      attempts: retryCount,
      isLast: retryCount >= retryLimit,
    }));
  }

  /** The order is done with: sent, or not wanted any more. */
  async done({ job }: ClaimedOrder): Promise<void> {
    await this.#boss.deleteJob(QUEUE, job);
  }

  /** The attempt failed: there will be another, or after the last one the file waits. */
  async failed({ job, retryCount }: ClaimedOrder, reason: string): Promise<void> {
    await this.#boss.fail(QUEUE, { id: job, retryCount }, { reason });
  }

  /** An order that had failed for the last time is tried once more. */
  async takeUp(job: string): Promise<void> {
    await this.#boss.retry(QUEUE, job);
  }

  /** The files of endpoints that stand still behind a failed order. */
  async blockedLanes(): Promise<readonly Lane[]> {
    return (await this.#boss.getBlockedKeys(QUEUE)).map(laneOfKey);
  }

  /** All orders of a lane are gone. */
  async drop(lane: Lane): Promise<void> {
    const jobs = await this.#boss.findJobs(QUEUE, { key: keyOf(lane) });
    if (jobs.length > 0)
      await this.#boss.deleteJob(
        QUEUE,
        jobs.map(({ id }) => id),
      );
  }

  /** Sessions are closed. */
  async close(): Promise<void> {
    await this.#boss.stop({ graceful: false, close: true });
  }
}

/**
 * The id of an order: the same whenever it is queued, and in the order of positions, by which orders that were queued at one
 * instant are told apart. Shape: a UUID of version 8 (RFC 9562 §5.8): position, round, and the head of the endpoint's id.
 */
function jobIdOf({ endpoint, round, position }: DeliveryOrder): string {
  const place = position.toString(16).padStart(12, '0');
  const turn = (round % 0x1000).toString(16).padStart(3, '0');
  const owner = endpoint.replaceAll('-', '');
  return `${place.slice(0, 8)}-${place.slice(8)}-8${turn}-8${owner.slice(0, 3)}-${owner.slice(3, 15)}`;
}

function keyOf({ endpoint, round, fileId }: Lane): string {
  return `${endpoint} ${round} ${fileId ?? ''}`;
}

function laneOfKey(key: string): Lane {
  const [endpoint = '', round = '', fileId = ''] = key.split(' ');
  return { endpoint, round: Number(round), fileId: fileId === '' ? null : fileId };
}
