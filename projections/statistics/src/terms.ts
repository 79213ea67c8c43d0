import { type Clock, type CreditFile, type FileEvent, runningClocks } from '@ledger/credit-file';
import { rulebookById } from '@ledger/rulebooks';
import { STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import type { EndedTerm } from './statistics-row.ts';

/** Acts that end a file, a filing or an act as such: a term that still ran then was neither met nor missed. */
const LAPSE: ReadonlySet<string> = new Set(['deregistered', 'filing-withdrawn', 'invalidated', 'revoked']);

/** The terms that run on a file; those known before where the file's rulebook is not shipped. */
export function termsRunningOn(file: CreditFile, before: readonly Clock[]): readonly Clock[] {
  const rulebook = file.rulebook === undefined ? undefined : rulebookById(file.rulebook);
  if (rulebook === undefined) return before;
  return runningClocks(file, { rulebook, calendar: STATE_COUNCIL_CALENDAR });
}

/**
 * The terms that an event ended: those that ran before it and do not run after it.
 *
 * Shape: `met` when it occurred on the last day or before, `missed` when later; none for a term that lapsed in time, and none
 *        for the product's own targets, from which nothing follows.
 */
export function endedBy(
  event: FileEvent,
  before: readonly Clock[],
  after: readonly Clock[],
): readonly EndedTerm[] {
  const stillRunning = new Set(after.map(identityOf));
  const day = event.metadata.occurredAt.slice(0, 10);
  return before.flatMap((clock) => {
    if (stillRunning.has(identityOf(clock)) || clock.target === true) return [];
    const outcome = day <= clock.lastDay ? 'met' : 'missed';
    if (outcome === 'met' && LAPSE.has(event.type)) return [];
    return [{ kind: familyOf(clock.kind), rule: clock.rule, outcome, month: day.slice(0, 7) }];
  });
}

/** A term keeps its identity when its last day is moved, as by a suspension. */
function identityOf({ kind, caseId, startedOn }: Clock): string {
  return `${kind} ${caseId ?? ''} ${startedOn}`;
}

function familyOf(kind: Clock['kind']): string {
  return kind.replace(/-\d{4}(-H[12])?$/, '');
}
