import type { Position } from '@ledger/schemas';
import type { FeedName } from '@ledger/schemas/http';
import type { Pool } from 'pg';
import { OwnTables } from '../own-tables.ts';

/** How far a subscriber says it holds a feed. */
export interface Acknowledged {
  readonly subscriber: string;
  readonly feed: FeedName;
  readonly position: Position;
  readonly at: string;
}

/**
 * What subscribers have acknowledged: proof, for the supervisor, that what was retracted has left their copies.
 *
 * Errors: its methods throw what PostgreSQL throws.
 */
export class Acknowledgements {
  readonly #tables: OwnTables;

  constructor(pool: Pool) {
    this.#tables = new OwnTables(pool, [
      `CREATE TABLE IF NOT EXISTS api.acknowledgement (
        feed text NOT NULL,
        subscriber text NOT NULL,
        position bigint NOT NULL CHECK (position >= 0),
        at text NOT NULL,
        PRIMARY KEY (feed, subscriber)
      )`,
    ]);
  }

  /** Takes an acknowledgement; a lower one than the last changes nothing. Shape: the one that stands then. Durable: yes. */
  async take({ feed, subscriber, position, at }: Acknowledged): Promise<Acknowledged> {
    await this.#tables.query(
      `INSERT INTO api.acknowledgement (feed, subscriber, position, at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (feed, subscriber) DO UPDATE SET position = excluded.position, at = excluded.at
       WHERE acknowledgement.position < excluded.position`,
      [feed, subscriber, position, at],
    );
    return (await this.find(feed, subscriber)) ?? { feed, subscriber, position, at };
  }

  /** A subscriber's acknowledgement; undefined while it gave none. */
  async find(feed: FeedName, subscriber: string): Promise<Acknowledged | undefined> {
    return (await this.#read('feed = $1 AND subscriber = $2', [feed, subscriber]))[0];
  }

  /** All of a feed, the one furthest behind in front. */
  async of(feed: FeedName): Promise<readonly Acknowledged[]> {
    return await this.#read('feed = $1 ORDER BY position, subscriber', [feed]);
  }

  async #read(condition: string, values: readonly unknown[]): Promise<readonly Acknowledged[]> {
    const rows = await this.#tables.query<Acknowledged & { readonly position: string }>(
      `SELECT feed, subscriber, position, at FROM api.acknowledgement WHERE ${condition}`,
      values,
    );
    return rows.map((row) => ({ ...row, position: Number(row.position) as Position }));
  }
}
