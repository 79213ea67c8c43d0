import { countTerm, type Rulebook } from '@ledger/rulebooks';
import { parseFileId } from '@ledger/schemas';
import { workingDaysBetween } from '@ledger/statutory-calendar';
import type { Case } from '../case-table.ts';
import { authorIn, factIn, timeOf } from '../cases.ts';
import type { CreditFile } from '../credit-file.ts';
import { dayOf } from '../process/act.ts';
import { type Clock, clockOf, type WrittenTerm } from '../process/clock.ts';
import type { Law } from '../process/process.ts';

/** One of the terms of an objection: which it is, what starts and what ends it, and whose duty it is. */
interface Stage {
  readonly kind: string;
  readonly term: (rights: Rulebook['rights']) => WrittenTerm | undefined;
  readonly starts: (objection: Case) => string | undefined;
  /** Acts that end it, whichever comes first. */
  readonly ends: readonly Case['acts'][number]['type'][];
  readonly responsible: (objection: Case, file: CreditFile, law: Law) => string | undefined;
}

/** The agency itself. */
const theAgency: Stage['responsible'] = (_objection, { fileId }) => parseFileId(fileId)?.uscc;

/** The public body: whoever of it has acted in the matter, or else the operator that the rulebook names. */
const thePublicBody: Stage['responsible'] = (objection, _file, { rulebook }) =>
  authorIn(objection, 'objection-verified') ??
  authorIn(objection, 'objection-referred') ??
  rulebook.operators.value[0];

/** The agency verifies and decides in one term, marks the information meanwhile, and tells the result. Law: XJ-22. */
const AT_AGENCY: readonly Stage[] = [
  {
    kind: 'objection',
    term: ({ objectionAtAgency }) => objectionAtAgency,
    starts: ({ openedAt }) => openedAt,
    ends: ['objection-resolved'],
    responsible: theAgency,
  },
  {
    kind: 'objection-annotation',
    term: ({ promptly }) => promptly,
    starts: ({ openedAt }) => openedAt,
    ends: ['objection-annotated', 'objection-resolved'],
    responsible: theAgency,
  },
  {
    kind: 'objection-notice',
    term: ({ promptly }) => promptly,
    starts: (objection) => timeOf(objection, 'objection-resolved'),
    ends: ['objection-notified'],
    responsible: theAgency,
  },
];

/** The public body verifies; corrects and tells; or refers, is answered, and tells in writing. Law: LNR-37-1 to LNR-37-4. */
const AT_PUBLIC_BODY: readonly Stage[] = [
  {
    kind: 'objection-verification',
    term: ({ objectionAtPublicBody }) => objectionAtPublicBody?.verify,
    starts: ({ openedAt }) => openedAt,
    ends: ['objection-verified', 'objection-referred', 'corrected', 'withdrawn', 'objection-resolved'],
    responsible: thePublicBody,
  },
  {
    kind: 'objection-correction-notice',
    term: ({ objectionAtPublicBody }) => objectionAtPublicBody?.notifyCorrection,
    // A correction behind a department's reply is told with the written result.
    starts: (objection) =>
      timeOf(objection, 'objection-replied') === undefined ? timeOf(objection, 'corrected') : undefined,
    ends: ['objection-notified', 'objection-resolved'],
    responsible: thePublicBody,
  },
  {
    kind: 'objection-reply',
    term: ({ objectionAtPublicBody }) => objectionAtPublicBody?.reply,
    starts: (objection) => timeOf(objection, 'objection-referred'),
    ends: ['objection-replied', 'withdrawn', 'objection-resolved'],
    responsible: (objection) => factIn(objection, 'to'),
  },
  {
    kind: 'objection-result',
    term: ({ objectionAtPublicBody }) => objectionAtPublicBody?.result,
    starts: (objection) => timeOf(objection, 'objection-replied'),
    ends: ['objection-resolved'],
    responsible: thePublicBody,
  },
];

/** A clock of an objection, with the unit whose duty it measures. */
export interface StageClock extends Clock {
  readonly responsible: string | undefined;
}

/**
 * The terms that run on an objection, in the order of the procedure; none while a test or appraisal stops the clock.
 *
 * Time for which the clock was stopped is not counted: its working days are added to the term.
 *
 * Law: XJ-22-2; LNR-37-1 to LNR-37-4, LNR-37-8.
 */
export function stageClocks(objection: Case, file: CreditFile, law: Law): readonly StageClock[] {
  if (isStopped(objection)) return [];
  const stages = factIn(objection, 'addressee') === 'agency' ? AT_AGENCY : AT_PUBLIC_BODY;
  return stages.flatMap(({ kind, term, starts, ends, responsible }) => {
    const start = starts(objection);
    if (start === undefined || ends.some((type) => timeOf(objection, type) !== undefined)) return [];
    const written = withoutStops(term(law.rulebook.rights), objection, start, law);
    return clockOf(kind, written, start, law, objection.id).map((clock) => ({
      ...clock,
      responsible: responsible(objection, file, law),
    }));
  });
}

/** Whether a test, appraisal or expert review keeps the clock stopped. Law: LNR-37-8. */
export function isStopped(objection: Case): boolean {
  return stopsOf(objection).some(({ until }) => until === undefined);
}

/** The working days for which the last stop has lasted at an instant; 0 when the clock never stopped. */
export function excludedDays(objection: Case, at: string, { calendar }: Law): number {
  const stop = stopsOf(objection).at(-1);
  return stop === undefined ? 0 : workingDaysBetween(calendar, dayOf(stop.from), dayOf(stop.until ?? at));
}

/** The term with the working days of the stops in it added; a stop after its end brings no missed term back. */
function withoutStops(
  term: WrittenTerm | undefined,
  objection: Case,
  start: string,
  { calendar }: Law,
): WrittenTerm | undefined {
  if (term === undefined) return undefined;
  let { amount } = term.value;
  for (const { from, until } of stopsOf(objection)) {
    if (until === undefined || until <= start) continue;
    const stopped = dayOf(from > start ? from : start);
    if (stopped > countTerm({ ...term.value, amount }, dayOf(start), calendar).date) break;
    amount += workingDaysBetween(calendar, stopped, dayOf(until));
  }
  return { ...term, value: { ...term.value, amount } };
}

function stopsOf(objection: Case): readonly { readonly from: string; readonly until: string | undefined }[] {
  const times = (type: string) => objection.acts.filter((act) => act.type === type).map(({ at }) => at);
  const resumed = times('clock-resumed');
  return times('clock-suspended').map((from, index) => ({ from, until: resumed[index] }));
}
