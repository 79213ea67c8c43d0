import type { Parameter, Rulebook, Term } from '@ledger/rulebooks';
import { addDays, addMonths, type LegalDate } from '@ledger/statutory-calendar';
import type { FileEvent } from '../file-event.ts';
import type { FileHistory } from '../history.ts';
import { dayOf } from '../process/act.ts';

/** A violation or bad record that the look-back met. */
export interface BadRecord {
  readonly fileId: string;
  readonly eventId: string;
  readonly type: FileEvent['type'];
  readonly on: LegalDate;
  readonly basis: readonly string[];
}

/** What the look-back found, in the words of `checked`. */
export interface CleanRecord {
  readonly lookBackFrom: LegalDate;
  readonly asOf: LegalDate;
  readonly clean: boolean;
  readonly found: readonly BadRecord[];
}

/**
 * Looks back over every file of an agency, in whatever jurisdiction, for violations and bad records.
 *
 * What was repaired, withdrawn, invalidated or undone by a restoration does not count; penalties on persons of the agency
 * do. Undefined where the rulebook knows no pilot.
 *
 * Units: `applicationDay` is the day of the application; the look-back reaches to the corresponding day before it.
 * Law:   ND-4.2-2.
 */
export function cleanRecordOf(
  histories: readonly FileHistory[],
  applicationDay: LegalDate,
  { pilot }: Rulebook,
): CleanRecord | undefined {
  if (pilot === undefined) return undefined;
  const lookBackFrom = back(pilot.cleanRecord, applicationDay);
  const found = histories
    .flatMap((history) => badRecordsOf(history, pilot.badRecords.value))
    .filter(({ on }) => on >= lookBackFrom && on <= applicationDay);
  return { lookBackFrom, asOf: applicationDay, clean: found.length === 0, found };
}

function badRecordsOf({ fileId, events, file }: FileHistory, types: readonly string[]): readonly BadRecord[] {
  const undone = new Set(events.flatMap(undoneBy));
  const forgiven = file.records.filter(({ ended }) => ended?.by === 'repaired' || ended?.by === 'withdrawn');
  const excused = new Set([...undone, ...forgiven.map(({ eventId }) => eventId)]);
  return events
    .filter((event) => types.includes(event.type) && !excused.has(event.id))
    .filter((event) => event.type !== 'listed' || (event.data.effect ?? 'adverse') === 'adverse')
    .map(({ id, type, metadata }) => ({
      fileId,
      eventId: id,
      type,
      on: dayOf(metadata.occurredAt),
      basis: metadata.basis,
    }));
}

function undoneBy(event: FileEvent): readonly string[] {
  switch (event.type) {
    case 'restored':
      return event.data.reversesEventId === undefined ? [] : [event.data.reversesEventId];
    case 'invalidated':
      return [event.data.invalidates];
    default:
      return [];
  }
}

function back({ value: { amount, unit } }: Parameter<Term>, day: LegalDate): LegalDate {
  return unit === 'month' ? addMonths(day, -amount) : addDays(day, -amount);
}
