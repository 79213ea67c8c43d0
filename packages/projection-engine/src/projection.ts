import type { JournalledEvent } from '@ledger/schemas';

/**
 * What the engine keeps beside a row so that it can be searched and sorted; always derived from the row.
 *
 * A column that changes its type or index gets a new name, since rows of older versions stand in the same table.
 */
export interface Column<Row> {
  /** An `instant` is text with +08:00, kept so that it sorts and compares by time; conditions on it take instants too. */
  readonly type: 'text' | 'text[]' | 'integer' | 'bigint' | 'boolean' | 'instant';
  of(row: Row): string | readonly string[] | number | boolean | null;
  /** `btree` for equality, order and prefix; `gin` for `text[]`. */
  readonly index?: 'btree' | 'gin';
}

/**
 * A read model as a fold: `apply` over the events of one key, in position order, is the whole truth of its row.
 *
 * Pure: no clock, no chance, no database, no other projection. `apply` is total: an event it does not know leaves the
 * row as it is (the same reference, so the engine writes nothing); one that throws parks the event's file.
 *
 * Shape: rows and feed items are plain JSON, without members that are undefined: a row read back is the row written.
 */
export interface Projection<Row = unknown> {
  /** Kebab case, e.g. `public-register`; names its table, its checkpoint and its rebuild. */
  readonly name: string;
  /** Raised whenever the meaning of the row changes; the engine then rebuilds it. */
  readonly version: number;
  /**
   * True when all events of a key stand in one stream, so that a rebuild may fold streams apart from each other, on
   * several threads. Left out, all events are folded in one piece.
   */
  readonly byStream?: boolean;
  /** The row an event belongs to; undefined when the projection has no use for it. */
  key(event: JournalledEvent): string | undefined;
  initial(key: string): Row;
  apply(row: Row, event: JournalledEvent): Row;
  /** False hides the row from readers and feed, while its fold goes on: a file nobody may see has no row to be seen. */
  isShown?(row: Row): boolean;
  readonly columns: Readonly<Record<string, Column<Row>>>;
  /** The feed that announces its changes; `item` is what outsiders see of a row, undefined = nothing. */
  readonly feed?: { readonly name: 'register' | 'grade' | 'audit'; item(row: Row): unknown };
}
