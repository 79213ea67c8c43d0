import type { ClientBase, Connection, Submittable } from 'pg';

/** Signature, flags and (empty) extension that open a binary COPY. */
const COPY_HEADER_BYTES = 19;
const COPY_SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');

/** One row of a binary COPY: its fields in order, null where the column is null. */
export type CopiedRow = readonly (Buffer | null)[];

/**
 * Runs `SELECT …` as a binary COPY and resolves to its rows.
 *
 * Shape:  `sql` carries its values inside, so it may only be built from numbers; the buffers belong to the caller.
 * Errors: rejects with PostgreSQL's error; the connection stays usable after it.
 */
export function copyRows(client: ClientBase, sql: string): Promise<CopiedRow[]> {
  return new Promise((resolve, reject) => {
    client.query(new CopyOut(`COPY (${sql}) TO STDOUT (FORMAT binary)`, resolve, reject));
  });
}

class CopyOut implements Submittable {
  readonly #text: string;
  readonly #resolve: (rows: CopiedRow[]) => void;
  readonly #reject: (error: unknown) => void;
  readonly #rows: CopiedRow[] = [];
  #opened = false;

  constructor(text: string, resolve: (rows: CopiedRow[]) => void, reject: (error: unknown) => void) {
    this.#text = text;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  submit(connection: Connection): void {
    connection.query(this.#text);
  }

  handleCopyData(message: { readonly chunk: Buffer }): void {
    // The driver reuses its buffer for what comes next, so the row is copied once here.
    const chunk = Buffer.from(message.chunk);
    let at = 0;
    if (!this.#opened) {
      this.#opened = true;
      if (chunk.subarray(0, COPY_SIGNATURE.length).equals(COPY_SIGNATURE)) at = COPY_HEADER_BYTES;
    }
    if (at >= chunk.length) return;
    const count = chunk.readInt16BE(at);
    if (count < 0) return;
    at += 2;
    const row: (Buffer | null)[] = [];
    for (let field = 0; field < count; field++) {
      const length = chunk.readInt32BE(at);
      at += 4;
      row.push(length < 0 ? null : chunk.subarray(at, at + length));
      if (length > 0) at += length;
    }
    this.#rows.push(row);
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.#resolve(this.#rows);
  }

  handleError(error: unknown): void {
    this.#reject(error);
  }
}
