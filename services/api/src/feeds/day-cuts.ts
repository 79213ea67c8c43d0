import type { ReadModels } from '@ledger/projection-engine';
import { NO_POSITION, type Position } from '@ledger/schemas';
import { compareInstants, endOfDay, type Instant, type LegalDate } from '@ledger/statutory-calendar';
import type { Pool } from 'pg';
import { OwnTables } from '../own-tables.ts';

/**
 * Where each day ends in the ledger: the position before the first event that was recorded after the day.
 *
 * A day ends once: what is recorded with an earlier time behind that position belongs to the days after. So the days follow each
 * other without gap or overlap, whatever the clocks of those who record did.
 *
 * Errors: its methods throw what PostgreSQL and the read models throw. Durable: an end that was told never moves.
 */
export class DayCuts {
  readonly #tables: OwnTables;
  readonly #readModels: ReadModels;

  constructor(pool: Pool, readModels: ReadModels) {
    this.#readModels = readModels;
    this.#tables = new OwnTables(pool, [
      `CREATE TABLE IF NOT EXISTS api.day_cut (
        day text PRIMARY KEY CHECK (day ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
        position bigint NOT NULL CHECK (position >= 0)
      )`,
    ]);
  }

  /** The last position of a day that is over. */
  async endOf(day: LegalDate): Promise<Position> {
    const known = await this.#tables.query<{ day: string; position: string }>(
      'SELECT day, position FROM api.day_cut WHERE day <= $1 ORDER BY day DESC LIMIT 1',
      [day],
    );
    const [nearest] = known;
    if (nearest?.day === day) return Number(nearest.position) as Position;
    const found = await this.#lastBefore(endOfDay(day), Number(nearest?.position ?? 0) as Position);
    await this.#tables.query(
      'INSERT INTO api.day_cut (day, position) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [day, found],
    );
    // Another process may have told an end first: that one stands.
    const [standing] = await this.#tables.query<{ position: string }>(
      'SELECT position FROM api.day_cut WHERE day = $1',
      [day],
    );
    return Number(standing?.position ?? found) as Position;
  }

  async #lastBefore(end: Instant, from: Position): Promise<Position> {
    let last = from;
    for await (const chunk of this.#readModels.readJournal(from === 0 ? NO_POSITION : from)) {
      for (const { position, metadata } of chunk) {
        // Instants of the envelope have passed its schema.
        if (compareInstants(metadata.recordedAt as Instant, end) > 0) return last;
        last = position;
      }
    }
    return last;
  }
}
