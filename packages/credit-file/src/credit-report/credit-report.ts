import type { EventData } from '@ledger/schemas';
import { caseOf, factIn, openCases } from '../cases.ts';
import type { CreditFile } from '../credit-file.ts';
import { dayOf } from '../process/act.ts';
import { afterDay, type Clock, clockOf, dueOf, hasRunOut } from '../process/clock.ts';
import type { Law, Matter, Process } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';
import { isFromOutside, publicityOf, usabilityOf, usableFrom } from './usability.ts';

/**
 * Credit reports filed one by one (信用报告备案): usable once published from inside, after publicity from outside.
 *
 * Agencies from outside have reports and no file; their reports pass the central bank's branch first.
 *
 * Law: ZY-3-1, ZY-3-3, ZY-4-1 to ZY-4-9; G-24.
 */
export const creditReport: Process = {
  guards: {
    'credit-report-filed': [opinionCameFirst],
    'credit-report-published': [commitmentGoesWithIt],
    'credit-report-cleared': [publicityIsOver],
    'credit-report-used': [reportIsUsable],
    'credit-report-rejected': [reportIsNotUsable],
  },
  formalities: {
    'credit-report-filed': [standardIsKnown, validityIsStated, filedBeforeDelivery, opinionIsNamed],
    'credit-report-refused': [groundIsKnown],
    'credit-report-used': [matterIsKnown, fieldIsKnown],
  },
  computed: {
    'publish-credit-report': (matter) => {
      const { file, act, rulebook } = matter;
      const term = isFromOutside(file, rulebook) ? rulebook.creditReports?.outsiderPublicity : undefined;
      return { usableFrom: usableFrom(file, act.occurredAt, matter), ...dueOf(term, act.occurredAt, matter) };
    },
    'clear-credit-report': ({ file, act }) => {
      const own = caseOf(file.cases, 'credit-report', act);
      return { objections: own?.acts.filter(({ type }) => type === 'credit-report-objected').length ?? 0 };
    },
  },
  clocks: (file, law) =>
    openCases(file.cases)
      .filter(({ kind }) => kind === 'credit-report')
      .flatMap((report) => {
        const { promptly } = law.rulebook.rights;
        switch (report.step) {
          case 'filed':
            return clockOf('credit-report-review', promptly, report.movedAt, law, report.id);
          case 'accepted':
            return clockOf('credit-report-publication', promptly, report.movedAt, law, report.id);
          case 'published':
            return isFromOutside(file, law.rulebook) ? publicityOf(report, law) : [];
          case 'objected':
            return clockOf('credit-report-objection', promptly, report.movedAt, law, report.id);
          default:
            return [];
        }
      }),
  duties: (file, law, today) =>
    publicitiesOf(file, law)
      .filter(({ clock }) => hasRunOut(clock, today))
      .map(({ reportNo, clock }) => ({
        name: 'clear-credit-report',
        data: { reportNo },
        at: afterDay(clock.lastDay),
      })),
};

/** The publicities that run, with the number of their report. */
function publicitiesOf(
  file: CreditFile,
  law: Law,
): readonly { readonly reportNo: string; readonly clock: Clock }[] {
  if (!isFromOutside(file, law.rulebook)) return [];
  return file.cases
    .filter(({ kind, step }) => kind === 'credit-report' && step === 'published')
    .flatMap((report) => {
      const reportNo = report.ref;
      return reportNo === undefined ? [] : publicityOf(report, law).map((clock) => ({ reportNo, clock }));
    });
}

/** Reports from outside come with a favourable opinion. Law: ZY-4-7, ZY-4-8. */
function opinionCameFirst({ file, act, rulebook }: Matter): Refusal | undefined {
  if (!isFromOutside(file, rulebook)) return undefined;
  const opinion = rulebook.creditReports?.favourableOpinion;
  const own = caseOf(file.cases, 'credit-report', act);
  if (opinion === undefined || (own !== undefined && factIn(own, 'opinion') === opinion.value))
    return undefined;
  return refuse(
    'OPINION_REQUIRED',
    [opinion.basis],
    `a report from outside is filed with the opinion “${opinion.value}” of the central bank's branch`,
  );
}

/** Two documents: the report and the opinion on it. Law: ZY-4-8. */
function opinionIsNamed({ file, act, rulebook }: Matter): Refusal | undefined {
  if (!isFromOutside(file, rulebook)) return undefined;
  const { opinionNo } = act.data as EventData<'credit-report-filed'>;
  const own = caseOf(file.cases, 'credit-report', act);
  const given = own && factIn(own, 'opinionNo');
  if (given === undefined || given === opinionNo) return undefined;
  return refuse('OPINION_REQUIRED', act.basis, `file the report with opinion ${given}`);
}

/** Law: ZY-4-1. */
function standardIsKnown({ act, rulebook }: Matter): Refusal | undefined {
  const { standard } = act.data as EventData<'credit-report-filed'>;
  const known = rulebook.creditReports?.standards ?? [];
  if (known.length === 0 || known.some(({ value }) => value.code === standard)) return undefined;
  const codes = known.map(({ value }) => value.code).join(', ');
  return refuse(
    'STANDARD_UNKNOWN',
    [...new Set(known.map(({ basis }) => basis))],
    `${standard} is no standard for reports; name one of ${codes}`,
  );
}

/** The agency answers for a report being of its time: it says until when. Law: ZY-4-2. */
function validityIsStated({ act }: Matter): Refusal | undefined {
  const { validTo, issuedOn } = act.data as EventData<'credit-report-filed'>;
  if (validTo !== undefined && validTo >= issuedOn) return undefined;
  return refuse(
    'REPORT_VALIDITY_REQUIRED',
    act.basis,
    `state the last day on which the report may be relied upon, ${issuedOn} or later`,
  );
}

/** Law: ZY-4-3. */
function filedBeforeDelivery({ act, rulebook }: Matter): Refusal | undefined {
  const { deliveredOn } = act.data as EventData<'credit-report-filed'>;
  const rule = rulebook.creditReports?.filedBefore;
  if (deliveredOn === undefined || rule === undefined || deliveredOn >= dayOf(act.occurredAt))
    return undefined;
  return refuse(
    'REPORT_DELIVERED_EARLY',
    [rule.basis],
    `the report was delivered on ${deliveredOn}, before it was filed; file it first`,
  );
}

function groundIsKnown({ act, rulebook }: Matter): Refusal | undefined {
  const { ground } = act.data as EventData<'credit-report-refused'>;
  const known = rulebook.creditReports?.refusalGrounds ?? [];
  if (known.some(({ value }) => value.code === ground)) return undefined;
  const codes = known.map(({ value }) => value.code).join(', ');
  return refuse('GROUND_UNKNOWN', act.basis, `name the ground of the refusal, one of ${codes}`);
}

/** A report is published together with the commitment. Law: ZY-4-4. */
function commitmentGoesWithIt({ act, rulebook }: Matter): Refusal | undefined {
  const { withCommitment } = act.data as EventData<'credit-report-published'>;
  if (withCommitment) return undefined;
  return refuse(
    'COMMITMENT_NOT_PUBLISHED',
    rulebook.acts['credit-report-accepted'] ?? act.basis,
    'publish the letter of commitment together with the report',
  );
}

/** Law: ZY-4-9; decision G-24. */
function publicityIsOver(matter: Matter): Refusal | undefined {
  const { file, act, rulebook } = matter;
  const own = caseOf(file.cases, 'credit-report', act);
  if (own === undefined || !isFromOutside(file, rulebook)) return undefined;
  const [publicity] = publicityOf(own, matter);
  const day = dayOf(act.occurredAt);
  if (publicity === undefined || hasRunOut(publicity, day)) return undefined;
  if (act.actor.kind !== 'system' && day > publicity.lastDay) return undefined;
  return refuse(
    'PUBLICITY_RUNNING',
    [publicity.rule],
    `report ${own.ref} is before the public to the end of ${publicity.lastDay}; clear it from the day after`,
  );
}

/** Law: ZY-4-5, ZY-4-9. */
function reportIsUsable(matter: Matter): Refusal | undefined {
  const { reportNo } = matter.act.data as EventData<'credit-report-used'>;
  const answer = usabilityOf(matter.file, reportNo, dayOf(matter.act.occurredAt), matter);
  if (answer.usable) return undefined;
  const from = answer.from === undefined ? '' : `; use it from ${answer.from} if nobody objects`;
  const basis = matter.rulebook.creditReports?.outsiderPublicity.basis;
  return refuse(
    'REPORT_NOT_USABLE',
    basis === undefined || answer.why !== 'publicity-runs' ? matter.act.basis : [basis],
    `report ${reportNo} may not be used: ${answer.why}${from}`,
  );
}

/** Only a report that is not filed, not published, or objected to with success is turned away. Law: ZY-4-6, ZY-4-9. */
function reportIsNotUsable(matter: Matter): Refusal | undefined {
  const { reportNo } = matter.act.data as EventData<'credit-report-rejected'>;
  if (!usabilityOf(matter.file, reportNo, dayOf(matter.act.occurredAt), matter).usable) return undefined;
  return refuse(
    'REPORT_IS_USABLE',
    matter.act.basis,
    `report ${reportNo} is filed and published and may be used; object to it where it is wrong`,
  );
}

/** Law: ZY-3-1. */
function matterIsKnown({ act, rulebook }: Matter): Refusal | undefined {
  const { matter } = act.data as EventData<'credit-report-used'>;
  return unlessAmong(matter, rulebook.creditReports?.matters, 'matters in which a report is asked for');
}

/** Law: ZY-3-3. */
function fieldIsKnown({ act, rulebook }: Matter): Refusal | undefined {
  const { field } = act.data as EventData<'credit-report-used'>;
  return field === undefined
    ? undefined
    : unlessAmong(field, rulebook.creditReports?.fields, 'key fields of the use of reports');
}

function unlessAmong(
  said: string,
  known: { readonly value: readonly string[]; readonly basis: string } | undefined,
  what: string,
): Refusal | undefined {
  if (known === undefined || known.value.includes(said)) return undefined;
  return refuse('MATTER_UNKNOWN', [known.basis], `${said} is none of the ${what}: ${known.value.join('、')}`);
}
