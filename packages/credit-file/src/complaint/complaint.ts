import type { EventData } from '@ledger/schemas';
import type { Case } from '../case-table.ts';
import { authorIn, caseOf, timeOf } from '../cases.ts';
import { dayOf } from '../process/act.ts';
import { afterDay, type Clock, clockOf, dueOf, hasRunOut } from '../process/clock.ts';
import type { Law, Matter, Process } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';

/**
 * Complaints (投诉举报): from anyone, also without a name; handled in a term from acceptance, or passed on to whom they concern.
 *
 * The file knows that somebody complained and never who: name and contact stay in the event's personal fields.
 *
 * Law: XJ-24-1 to XJ-24-3; G-21.
 */
export const complaint: Process = {
  guards: { 'complaint-overdue': [termHasRunOut] },
  computed: {
    'accept-complaint': (matter) =>
      dueOf(matter.rulebook.rights.complaintTerm, matter.act.occurredAt, matter),
    'declare-complaint-overdue': (matter) => {
      const own = caseOf(matter.file.cases, 'complaint', matter.act);
      const [running] = own === undefined ? [] : handlingTerm(own, matter);
      const responsible = own && authorIn(own, 'complaint-accepted');
      return {
        ...(running === undefined ? {} : { dueDate: running.lastDay }),
        ...(responsible === undefined ? {} : { responsible }),
      };
    },
  },
  clocks: ({ cases }, law) => complaintsIn(cases).flatMap((one) => termsOf(one, law)),
  duties: ({ cases }, law, today) =>
    complaintsIn(cases).flatMap((one) =>
      handlingTerm(one, law)
        .filter((running) => isMissed(running, one, today))
        .map(({ lastDay }) => ({
          name: 'declare-complaint-overdue',
          data: { ref: one.ref },
          at: afterDay(lastDay),
        })),
    ),
};

function complaintsIn(cases: readonly Case[]): readonly Case[] {
  return cases.filter(({ kind }) => kind === 'complaint');
}

function termsOf(one: Case, law: Law): readonly Clock[] {
  const { complaintAcceptanceTarget, promptly } = law.rulebook.rights;
  switch (one.step) {
    case 'complained':
      return clockOf('complaint-acceptance', complaintAcceptanceTarget, one.openedAt, law, one.id);
    case 'accepted':
      return handlingTerm(one, law);
    case 'transferred':
      return timeOf(one, 'complainant-notified') === undefined
        ? clockOf('complaint-transfer-notice', promptly, one.movedAt, law, one.id)
        : [];
    default:
      return [];
  }
}

/** Counted from the acceptance, not from the receipt. Law: XJ-24-2. */
function handlingTerm(one: Case, law: Law): readonly Clock[] {
  if (one.step !== 'accepted') return [];
  return clockOf(
    'complaint',
    law.rulebook.rights.complaintTerm,
    timeOf(one, 'complaint-accepted'),
    law,
    one.id,
  );
}

function isMissed(running: Clock, one: Case, today: string): boolean {
  return hasRunOut(running, today) && timeOf(one, 'complaint-overdue') === undefined && one.ref !== undefined;
}

function termHasRunOut(matter: Matter): Refusal | undefined {
  const { ref } = matter.act.data as EventData<'complaint-overdue'>;
  const own = caseOf(matter.file.cases, 'complaint', matter.act);
  const [running] = own === undefined ? [] : handlingTerm(own, matter);
  if (own !== undefined && running !== undefined && isMissed(running, own, dayOf(matter.act.occurredAt))) {
    return undefined;
  }
  const why =
    running === undefined
      ? 'no term runs on it'
      : `it is in time to the end of ${running.lastDay}, or flagged`;
  return refuse(
    'NOT_OVERDUE',
    running === undefined ? matter.act.basis : [running.rule],
    `complaint ${ref} is not overdue: ${why}`,
  );
}
