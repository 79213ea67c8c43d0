import { type Clock, runningClocks } from '@ledger/credit-file';
import { rulebookById } from '@ledger/rulebooks';
import { STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import type { WorklistRow } from './worklist-row.ts';

const counted = new WeakMap<WorklistRow, readonly Clock[]>();

/**
 * The terms that run on the file of a row, counted under the rulebook of its newest act, the one that ends first in front.
 *
 * Shape: empty where nothing runs, or the rulebook is not shipped. Counted once for a row.
 */
export function clocksOf(row: WorklistRow): readonly Clock[] {
  const known = counted.get(row);
  if (known !== undefined) return known;
  const rulebook = row.file.rulebook === undefined ? undefined : rulebookById(row.file.rulebook);
  const clocks =
    rulebook === undefined ? [] : runningClocks(row.file, { rulebook, calendar: STATE_COUNCIL_CALENDAR });
  counted.set(row, clocks);
  return clocks;
}

/** Whether a clock is of a kind: `report-2025` and `report-2025-H1` are of the kind `report`, too. */
export function isOfKind({ kind }: Clock, asked: string): boolean {
  return kind === asked || familyOf(kind) === asked;
}

/** The kind of a clock without the period it is about. */
export function familyOf(kind: Clock['kind']): string {
  return kind.replace(/-\d{4}(-H[12])?$/, '');
}
