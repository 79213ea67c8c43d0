import type { EventData } from '@ledger/schemas';
import type { CreditFile } from '../credit-file.ts';
import { dayOf } from '../process/act.ts';
import { afterDay, type Clock, clockOf, hasRunOut } from '../process/clock.ts';
import type { Duty, Law, Matter } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';

/** What a review is of: a filing, or a change of what was filed. */
type Reviewed = EventData<'review-overdue'>['of'];

/** A review is overdue after its last day, once. Law: XJ-10-1, XJ-12-2. */
export function reviewIsOverdue({ file, act, ...law }: Matter): Refusal | undefined {
  const { of } = act.data as EventData<'review-overdue'>;
  const running = reviewClock(of, file, law);
  if (running !== undefined && hasRunOut(running, dayOf(act.occurredAt)) && !isFlagged(of, running, file)) {
    return undefined;
  }
  const why =
    running === undefined
      ? `no review of a ${of} with a term runs on this file`
      : `the review of the ${of} is in time to the end of ${running.lastDay}, or already flagged`;
  return refuse('NOT_OVERDUE', running === undefined ? act.basis : [running.rule], why);
}

export function reviewOverdueDue({ file, act, ...law }: Matter): Readonly<Record<string, unknown>> {
  const { of } = act.data as EventData<'review-overdue'>;
  return { dueDate: reviewClock(of, file, law)?.lastDay ?? dayOf(act.occurredAt) };
}

/** The system flags a review the day after its term, and decides nothing by it. */
export function reviewOverdueDuty(of: Reviewed, file: CreditFile, law: Law, today: string): readonly Duty[] {
  const running = reviewClock(of, file, law);
  if (running === undefined || !hasRunOut(running, today) || isFlagged(of, running, file)) return [];
  return [{ name: 'declare-review-overdue', data: { of }, at: afterDay(running.lastDay) }];
}

/** A change is reviewed while the agency is on file: with the registration its review ends. Law: XJ-12-2. */
export function amendmentReview({ standing, pendingAmendment }: CreditFile, law: Law): readonly Clock[] {
  if (standing.status !== 'on-file') return [];
  const { amendmentReviewTerm } = law.rulebook.filing;
  return clockOf('amendment-review', amendmentReviewTerm, pendingAmendment?.filedAt, law);
}

function reviewClock(of: Reviewed, file: CreditFile, law: Law): Clock | undefined {
  const { reviewTerm } = law.rulebook.filing;
  const [running] =
    of === 'amendment'
      ? amendmentReview(file, law)
      : file.standing.status === 'under-review'
        ? clockOf('review', reviewTerm, file.standing.since, law)
        : [];
  return running;
}

function isFlagged(of: Reviewed, { lastDay }: Clock, { overdueReviews }: CreditFile): boolean {
  return overdueReviews.some((flag) => flag.of === of && flag.dueDate === lastDay);
}
