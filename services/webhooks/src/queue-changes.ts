import { audienceOf, QUERY_POLICIES, readChanges, type WebhookEndpoint } from '@ledger/api';
import type { ReadModels } from '@ledger/projection-engine';
import type { Position } from '@ledger/schemas';
import type { Pool, PoolClient } from 'pg';
import type { DeliveryOrder, DeliveryQueue } from './delivery-queue.ts';

/** Changes queued in one transaction. */
const CHUNK_ROWS = 500;

export interface QueueingOptions {
  readonly database: Pool;
  readonly readModels: ReadModels;
  readonly queue: DeliveryQueue;
}

/**
 * Queues the next changes behind an endpoint's position and moves the position, in one transaction: each change becomes an
 * order once, however often this is cut off, and by whichever process it is done.
 *
 * A rebuild writes no feed, so it queues nothing.
 *
 * Shape:  true when more may be waiting; false when the endpoint has all, is another process's at the moment, or is gone.
 * Errors: what PostgreSQL throws; nothing has changed then.
 */
export async function queueNextChanges(id: string, options: QueueingOptions): Promise<boolean> {
  const client = await options.database.connect();
  // A connection that breaks fails the query under way; unheard, its error would end the process.
  const ignore = () => undefined;
  client.on('error', ignore);
  try {
    await client.query('BEGIN');
    const isMore = await queueWithin(client, id, options);
    await client.query('COMMIT');
    client.off('error', ignore);
    client.release();
    return isMore;
  } catch (error) {
    // The transaction ends with its connection.
    client.release(true);
    throw error;
  }
}

interface LockedRow extends Pick<WebhookEndpoint, 'id' | 'principal' | 'feed' | 'filter' | 'round'> {
  readonly position: string;
}

async function queueWithin(
  client: PoolClient,
  id: string,
  { readModels, queue }: QueueingOptions,
): Promise<boolean> {
  const { rows } = await client.query<LockedRow>(
    `SELECT id, principal, feed, filter, round, position FROM api.webhook_endpoint
     WHERE id = $1 AND state = 'active' FOR UPDATE SKIP LOCKED`,
    [id],
  );
  const [endpoint] = rows;
  if (endpoint === undefined) return false;
  const { feed, principal, filter, round } = endpoint;
  const audience = audienceOf(feed, QUERY_POLICIES[`feed.${feed}`], principal, filter);
  const position = Number(endpoint.position) as Position;
  const page = await readChanges(readModels, feed, position, CHUNK_ROWS);
  const orders = page.changes
    .filter((change) => audience.gets(change))
    .map(({ recorded }): DeliveryOrder => {
      return { endpoint: id, round, fileId: recorded.fileId, position: recorded.position };
    });
  await queue.add(orders, client);
  if (page.next > position)
    await client.query('UPDATE api.webhook_endpoint SET position = $2 WHERE id = $1', [id, page.next]);
  return page.changes.length === CHUNK_ROWS;
}
