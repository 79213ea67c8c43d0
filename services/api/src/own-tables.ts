import type { Pool } from 'pg';

/** One key for all processes that create tables of the service at the same moment. */
const CREATION_LOCK = 0x1ed9_e4a1;

/** Tables of the service's own in the ledger's database, made at the first question to them. */
export class OwnTables {
  readonly #pool: Pool;
  readonly #statements: readonly string[];
  #prepared: Promise<void> | undefined;

  constructor(pool: Pool, statements: readonly string[]) {
    this.#pool = pool;
    this.#statements = statements;
  }

  /** The rows of a statement. Errors: what PostgreSQL throws. */
  async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    await this.prepare();
    return (await this.#pool.query<Row>(text, [...values])).rows;
  }

  /** The tables are there. Tried again on the next call when it fails: the database may be down when the service starts. */
  async prepare(): Promise<void> {
    this.#prepared ??= this.#create();
    try {
      await this.#prepared;
    } catch (error) {
      this.#prepared = undefined;
      throw error;
    }
  }

  async #create(): Promise<void> {
    const client = await this.#pool.connect();
    // A connection that breaks fails the query under way; unheard, its error would end the process.
    const ignore = () => undefined;
    client.on('error', ignore);
    try {
      await client.query('BEGIN');
      // CREATE … IF NOT EXISTS alone fails when two processes do it at once.
      await client.query('SELECT pg_advisory_xact_lock($1)', [CREATION_LOCK]);
      await client.query('CREATE SCHEMA IF NOT EXISTS api');
      for (const statement of this.#statements) await client.query(statement);
      await client.query('COMMIT');
      client.off('error', ignore);
      client.release();
    } catch (error) {
      client.release(true);
      throw error;
    }
  }
}
