import type { Clock } from '@ledger/credit-file';
import type { RowCursor, RowPage, Rows, Where } from '@ledger/projection-engine';
import type { Position } from '@ledger/schemas';
import type { WorklistQuery } from '@ledger/schemas/http';
import { addDays, type LegalDate } from '@ledger/statutory-calendar';
import { clocksOf, isOfKind, type WorklistRow } from '@ledger/worklist';

/** A term and the file it runs on. */
export interface RunningTerm {
  readonly row: WorklistRow;
  readonly clock: Clock;
  /** By last day, then by file and its clocks: no two terms share it. */
  readonly place: RowCursor & { readonly sort: string };
}

export interface TermsPage {
  readonly terms: readonly RunningTerm[];
  readonly next?: RowCursor;
  readonly position: Position;
}

const ROWS_MIN = 100;

/**
 * One page of the terms that a question asks for, the one that ends first in front.
 *
 * Rows come file by file, in the order of each file's first last day, so a term is certain of its place once a row is read
 * whose first term ends later: pages near the top read few rows, whatever the size of the ledger.
 */
export async function readTerms(
  rows: Rows<WorklistRow>,
  query: Omit<WorklistQuery, 'cursor'>,
  jurisdiction: string | undefined,
  after: RowCursor | undefined,
): Promise<TermsPage> {
  const found: RunningTerm[] = [];
  let page: RowPage<WorklistRow> | undefined;
  for (;;) {
    page = await rows.page({
      where: whereOf(query, jurisdiction),
      sort: 'next_last_day',
      limit: Math.max(query.limit, ROWS_MIN),
      after: page?.next,
    });
    found.push(
      ...page.rows.flatMap(({ row }) => termsOf(row, query)).filter((term) => isBehind(term, after)),
    );
    const { next, position } = page;
    const settled = next === undefined ? found : found.filter(({ place }) => isUpTo(place, next));
    if (next !== undefined && settled.length <= query.limit) continue;
    const terms = settled
      .toSorted((one, other) => comparePlaces(one.place, other.place))
      .slice(0, query.limit);
    const last = terms.at(-1);
    const isMore = settled.length > query.limit && last !== undefined;
    return { terms, ...(isMore && { next: last.place }), position };
  }
}

function whereOf(
  { division, due, kind }: Omit<WorklistQuery, 'cursor'>,
  jurisdiction: string | undefined,
): Where {
  return {
    ...(jurisdiction !== undefined && { jurisdiction: { is: jurisdiction } }),
    ...(division !== undefined && { divisions: { has: division } }),
    ...(kind !== undefined && { kinds: { has: kind } }),
    next_last_day: { from: '', ...(due !== undefined && { before: addDays(due as LegalDate, 1) }) },
  };
}

function termsOf(row: WorklistRow, { due, kind }: Omit<WorklistQuery, 'cursor'>): readonly RunningTerm[] {
  return clocksOf(row)
    .map((clock, index) => ({
      row,
      clock,
      place: { sort: clock.lastDay, key: `${row.fileId} ${String(index).padStart(4, '0')}` },
    }))
    .filter(
      ({ clock }) =>
        (due === undefined || clock.lastDay <= due) && (kind === undefined || isOfKind(clock, kind)),
    );
}

function isBehind({ place }: RunningTerm, after: RowCursor | undefined): boolean {
  return after === undefined || comparePlaces(place, after) > 0;
}

/** Whether no row behind a cursor can hold a term before this place. */
function isUpTo(place: RowCursor, { sort, key }: RowCursor): boolean {
  return String(place.sort) < String(sort) || (place.sort === sort && place.key.slice(0, key.length) <= key);
}

function comparePlaces(one: RowCursor, other: RowCursor): number {
  const [left, right] = [`${one.sort} ${one.key}`, `${other.sort} ${other.key}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
