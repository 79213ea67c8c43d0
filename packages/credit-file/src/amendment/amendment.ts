import { countTerm } from '@ledger/rulebooks';
import type { EventData } from '@ledger/schemas';
import { type LegalDate, workingDaysBetween } from '@ledger/statutory-calendar';
import { publication } from '../filing/filing.ts';
import { amendmentReview, reviewOverdueDuty } from '../filing/review-term.ts';
import { dayOf } from '../process/act.ts';
import { type Due, dueOf } from '../process/clock.ts';
import type { Matter, Process } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';

/**
 * Changes of what was filed (信息变更): reported by the agency, reviewed like a filing, public once accepted.
 *
 * Reporting late is taken and marked `late`; a change that is not reported at all is found overdue by whoever learns of it
 * (another register, an inspection), since the ledger cannot.
 *
 * Law: XJ-12-1 (20 working days from the change, not from its discovery), XJ-12-2.
 */
export const amendment: Process = {
  guards: { amended: [changeHasHappened], 'amendment-overdue': [changeIsOverdue] },
  computed: {
    amend: lateness,
    'accept-amendment': reviewDays,
    'refuse-amendment': reviewDays,
    'declare-amendment-overdue': ({ act, ...law }) => ({ due: reportDue(act.data, law) }),
  },
  consequences: {
    'amendment-accepted': ({ rulebook }) => [publication('public-register', rulebook)],
  },
  clocks: amendmentReview,
  duties: (file, law, today) => reviewOverdueDuty('amendment', file, law, today),
};

/** A change is reported once it has happened. */
function changeHasHappened({ act }: Matter): Refusal | undefined {
  const { changedOn } = act.data as EventData<'amended'>;
  if (changedOn <= dayOf(act.occurredAt)) return undefined;
  return refuse(
    'ACT_IN_THE_FUTURE',
    act.basis,
    `the change of ${changedOn} has not happened; report it then`,
  );
}

/** Overdue is a change past its term that has not been reported. Law: XJ-12-1. */
function changeIsOverdue({ file, act, ...law }: Matter): Refusal | undefined {
  const { field, changedOn } = act.data as EventData<'amendment-overdue'>;
  const due = reportDue(act.data, law);
  if (due === undefined) {
    return refuse('NOT_OVERDUE', act.basis, `${law.rulebook.id} sets no term for reporting a change`);
  }
  if (dayOf(act.occurredAt) <= due.date) {
    return refuse(
      'NOT_OVERDUE',
      [due.rule],
      `a change of ${changedOn} is reported in time to the end of ${due.date}`,
    );
  }
  const { pendingAmendment } = file;
  if (pendingAmendment === undefined || field === undefined || pendingAmendment.field !== field)
    return undefined;
  return refuse(
    'NOT_OVERDUE',
    [due.rule],
    `the change of ${field} was reported on ${pendingAmendment.filedAt}`,
  );
}

function lateness({ act, ...law }: Matter): { readonly late?: true; readonly due?: Due } {
  const due = reportDue(act.data, law);
  if (due === undefined) return {};
  return dayOf(act.occurredAt) > due.date ? { late: true, due } : { due };
}

/** By when a change had to be reported; undefined where the rulebook sets no term. */
function reportDue(
  change: unknown,
  { rulebook, calendar }: Pick<Matter, 'rulebook' | 'calendar'>,
): Due | undefined {
  const term = rulebook.filing.amendmentTerm;
  if (term === undefined) return undefined;
  const { changedOn } = change as EventData<'amended'>;
  const { date } = countTerm(term.value, changedOn as LegalDate, calendar);
  return { date, rule: term.basis };
}

function reviewDays(matter: Matter): { readonly reviewDays: number; readonly due?: Due } {
  const { file, act, calendar, rulebook } = matter;
  const filedAt = file.pendingAmendment?.filedAt ?? act.occurredAt;
  return {
    reviewDays: workingDaysBetween(calendar, dayOf(filedAt), dayOf(act.occurredAt)),
    ...dueOf(rulebook.filing.amendmentReviewTerm, filedAt, matter),
  };
}
