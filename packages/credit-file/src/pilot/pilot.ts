import type { EventData } from '@ledger/schemas';
import { caseOf, factIn } from '../cases.ts';
import { dayOf } from '../process/act.ts';
import type { Matter, Process } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';

/**
 * The comprehensive pilot (综合信用服务机构试点): application, look-back over the ledger itself, designation.
 *
 * The look-back is recorded as a check (`cleanRecordOf` says what it holds), so that the designation rests on an event.
 *
 * Law: ND-4.1-1, ND-4.2-1 to ND-4.2-3.
 */
export const pilot: Process = {
  guards: {
    'pilot-applied': [isLargeEnough],
    'pilot-designated': [recordIsClean],
  },
};

/** Subsidiaries or branches in enough provinces, each counted once. Law: ND-4.2-1. */
function isLargeEnough({ act, rulebook }: Matter): Refusal | undefined {
  const { branchProvinces } = act.data as EventData<'pilot-applied'>;
  const least = rulebook.pilot?.provincesMin;
  const provinces = new Set(branchProvinces.map((division) => division.slice(0, 2)));
  if (least === undefined || provinces.size >= least.value) return undefined;
  return refuse(
    'PILOT_TOO_SMALL',
    [least.basis],
    `a pilot works in ${least.value} provinces or more; the application names ${provinces.size}`,
  );
}

/** A look-back made on or after the day of the application has found nothing. Law: ND-4.2-2. */
function recordIsClean({ file, act, rulebook }: Matter): Refusal | undefined {
  const term = rulebook.pilot?.cleanRecord;
  const own = caseOf(file.cases, 'pilot', act);
  if (term === undefined || own === undefined) return undefined;
  const asOf = factIn(own, 'asOf');
  if (own.facts['clean'] === true && asOf !== undefined && asOf >= dayOf(own.openedAt)) return undefined;
  const why =
    own.facts['clean'] === false
      ? 'the look-back found a violation or bad record'
      : 'record the look-back first';
  return refuse(
    'CLEAN_RECORD_NOT_SHOWN',
    [term.basis],
    `a pilot has a clean record of ${term.value.amount} months before its application: ${why}`,
  );
}
