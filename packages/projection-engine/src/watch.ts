import type { Position } from '@ledger/schemas';
import pg from 'pg';
import { ADVANCE_CHANNEL, readCheckpoint } from './checkpoint.ts';
import { sqlOf } from './sql.ts';

const RECONNECT_MS = 500;

/**
 * Tells of new positions as they are committed, by LISTEN on a connection of its own, opened when somebody listens.
 *
 * A lost connection is taken up again; what was committed meanwhile is told then, as one position.
 */
export class Watch {
  readonly #databaseUrl: string;
  readonly #listeners = new Set<(position: Position) => void>();
  #client: pg.Client | undefined;
  #closed = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl;
  }

  onAdvance(listener: (position: Position) => void): () => void {
    this.#listeners.add(listener);
    if (this.#client === undefined && this.#retry === undefined) void this.#connect();
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    await this.#client?.end().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    if (this.#closed) return;
    const client = new pg.Client({
      connectionString: this.#databaseUrl,
      application_name: 'ledger watch',
      keepAlive: true,
    });
    this.#client = client;
    client.on('error', () => this.#reconnect(client));
    client.on('end', () => this.#reconnect(client));
    client.on('notification', ({ payload }) => this.#tell(Number(payload) as Position));
    try {
      await client.connect();
      await client.query(`LISTEN ${ADVANCE_CHANNEL}`);
      this.#tell((await readCheckpoint(sqlOf(client))).position);
    } catch {
      this.#reconnect(client);
    }
  }

  #reconnect(client: pg.Client): void {
    if (this.#closed || this.#client !== client) return;
    this.#client = undefined;
    client.end().catch(() => undefined);
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      void this.#connect();
    }, RECONNECT_MS);
  }

  #tell(position: Position): void {
    for (const listener of this.#listeners) listener(position);
  }
}
