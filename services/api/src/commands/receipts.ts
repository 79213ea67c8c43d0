import type { EventId, FileId, Revision, Sha256Hex } from '@ledger/schemas';
import type { Pool } from 'pg';
import { OwnTables } from '../own-tables.ts';

/** An event as the answer to its command names it. */
export interface ReceivedEvent {
  readonly id: EventId;
  readonly type: string;
  readonly revision: Revision;
  readonly hash: Sha256Hex;
}

/** What is kept of a command: the digest of its body, and its events once they are known to be in the store. */
export interface Receipt {
  readonly bodyDigest: Sha256Hex;
  readonly events: readonly ReceivedEvent[] | undefined;
}

/**
 * The receipts of commands: a claim before the store is asked, the events before the caller is answered.
 *
 * The claim is what tells a repetition from another command under the same key, even after a crash in between; the store
 * alone says whether the events exist. Invariant (W3): no 2xx answer without a completed receipt.
 */
export class Receipts {
  readonly #tables: OwnTables;

  constructor(pool: Pool) {
    this.#tables = new OwnTables(pool, [
      `CREATE TABLE IF NOT EXISTS api.receipt (
        command_id uuid PRIMARY KEY,
        file_id text NOT NULL,
        body_digest text NOT NULL CHECK (body_digest ~ '^[0-9a-f]{64}$'),
        claimed_at text NOT NULL,
        events jsonb
      )`,
      `CREATE INDEX IF NOT EXISTS receipt_of_file
        ON api.receipt (file_id, ((events->-1->>'revision')::int) DESC) WHERE events IS NOT NULL`,
    ]);
  }

  /** The receipt of a command, or undefined. Errors: what PostgreSQL throws. */
  async find(commandId: string): Promise<Receipt | undefined> {
    const found = await this.#tables.query<{ body_digest: string; events: ReceivedEvent[] | null }>(
      'SELECT body_digest, events FROM api.receipt WHERE command_id = $1',
      [commandId],
    );
    const row = found[0];
    return row && { bodyDigest: row.body_digest as Sha256Hex, events: row.events ?? undefined };
  }

  /** Claims the command for a body. Shape: the receipt that stands then, ours or an earlier one. Durable: yes. */
  async claim(commandId: string, fileId: FileId, bodyDigest: Sha256Hex, at: string): Promise<Receipt> {
    const taken = await this.#tables.query(
      'INSERT INTO api.receipt (command_id, file_id, body_digest, claimed_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING 1',
      [commandId, fileId, bodyDigest, at],
    );
    const ours = { bodyDigest, events: undefined };
    return taken.length > 0 ? ours : ((await this.find(commandId)) ?? ours);
  }

  /** Writes down what the store holds of the command, whether its claim still stands or not. Durable: yes. */
  async complete(receipt: {
    readonly commandId: string;
    readonly fileId: FileId;
    readonly bodyDigest: Sha256Hex;
    readonly at: string;
    readonly events: readonly ReceivedEvent[];
  }): Promise<void> {
    await this.#tables.query(
      `INSERT INTO api.receipt (command_id, file_id, body_digest, claimed_at, events) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (command_id) DO UPDATE SET events = excluded.events WHERE receipt.events IS NULL`,
      [receipt.commandId, receipt.fileId, receipt.bodyDigest, receipt.at, JSON.stringify(receipt.events)],
    );
  }

  /** Gives a claim up, when it is certain that the store took nothing. */
  async release(commandId: string): Promise<void> {
    await this.#tables.query('DELETE FROM api.receipt WHERE command_id = $1 AND events IS NULL', [commandId]);
  }

  /** The last event of a file that any caller was told is recorded; undefined when nobody was. */
  async lastEventOf(fileId: FileId): Promise<ReceivedEvent | undefined> {
    const found = await this.#tables.query<{ last: ReceivedEvent }>(
      `SELECT events->-1 AS last FROM api.receipt WHERE file_id = $1 AND events IS NOT NULL
       ORDER BY (events->-1->>'revision')::int DESC LIMIT 1`,
      [fileId],
    );
    return found[0]?.last;
  }

  /** Every completed receipt, for a verifier to look up in the store. Shape: in order of command id. */
  async *all(): AsyncGenerator<{
    readonly commandId: string;
    readonly fileId: FileId;
    readonly events: readonly ReceivedEvent[];
  }> {
    let after = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      const page = await this.#tables.query<{ command_id: string; file_id: string; events: ReceivedEvent[] }>(
        'SELECT command_id, file_id, events FROM api.receipt WHERE command_id > $1 AND events IS NOT NULL ORDER BY command_id LIMIT 500',
        [after],
      );
      for (const row of page) {
        yield { commandId: row.command_id, fileId: row.file_id as FileId, events: row.events };
        after = row.command_id;
      }
      if (page.length < 500) return;
    }
  }
}
