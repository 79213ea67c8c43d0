import { isInside, type Rulebook } from '@ledger/rulebooks';
import type { EventData } from '@ledger/schemas';
import { caseByRef, openCases } from '../cases.ts';
import type { CreditFile } from '../credit-file.ts';
import { type Clock, clockOf } from '../process/clock.ts';
import type { Law, Matter, Process } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';

/**
 * Credit reports filed one by one (信用报告备案): usable at once from inside, after publicity from outside.
 *
 * Agencies from outside have reports and no file.
 *
 * Law: ZY-4-1 to ZY-4-9; G-24.
 */
export const creditReport: Process = {
  guards: { 'credit-report-used': [reportIsUsable] },
  clocks: publicity,
};

/** An outsider's report is usable once its publicity has ended without an objection. Law: ZY-4-9. */
function reportIsUsable({ file, act, rulebook }: Matter): Refusal | undefined {
  const { reportNo } = act.data as EventData<'credit-report-used'>;
  const report = caseByRef(file.cases, 'credit-report', reportNo);
  if (!isOutsider(file, rulebook) || report?.step === 'cleared') return undefined;
  const basis = rulebook.creditReports?.outsiderPublicity.basis;
  return refuse(
    'REPORT_NOT_USABLE',
    basis === undefined ? act.basis : [basis],
    `report ${reportNo} is from outside and its publicity has not ended`,
  );
}

function publicity(file: CreditFile, law: Law): readonly Clock[] {
  if (!isOutsider(file, law.rulebook)) return [];
  return openCases(file.cases)
    .filter(({ kind, step }) => kind === 'credit-report' && step === 'published')
    .flatMap(({ id, movedAt }) =>
      clockOf('credit-report-publicity', law.rulebook.creditReports?.outsiderPublicity, movedAt, law, id),
    );
}

function isOutsider(file: CreditFile, rulebook: Rulebook): boolean {
  return file.division === undefined || !isInside(rulebook, file.division);
}
