import type { JournalledEvent } from '@ledger/schemas';
import type { Projection } from './projection.ts';
import { type HeldRow, isShown } from './projection-row.ts';

/**
 * One event folded into its row.
 *
 * Shape:  undefined when the row stays as it is.
 * Errors: whatever the projection throws.
 */
export function foldEvent<Row>(
  projection: Projection<Row>,
  key: string,
  held: HeldRow | undefined,
  event: JournalledEvent,
): HeldRow | undefined {
  // A held row was made by this very projection, or read back as the JSON it was written as.
  const before = held === undefined ? projection.initial(key) : (held.row as Row);
  const after = projection.apply(before, event);
  return after === before ? undefined : { row: after, position: event.position };
}

/** What outsiders see of a row; null when it is hidden or not there. */
export function itemOf<Row>(projection: Projection<Row>, held: HeldRow | undefined): unknown {
  if (held === undefined || projection.feed === undefined) return null;
  const row = held.row as Row;
  return isShown(projection, row) ? (projection.feed.item(row) ?? null) : null;
}
