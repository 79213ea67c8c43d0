import { reportLastDay } from '@ledger/rulebooks';
import type { EventData } from '@ledger/schemas';
import type { Matter } from '../guards.ts';
import type { Process } from './process.ts';

/**
 * Annual reports (年度报告): due on 30 June, on the year before; late is revoked.
 *
 * In `auto` the clock revokes in the same breath; in `propose` it proposes and an officer revokes (G-04).
 *
 * Law: XJ-11-1, XJ-11-2.
 */
export const reporting: Process = {
  computed: {
    'declare-report-overdue': ({ act, rulebook, calendar }: Matter) => {
      const { reportYear } = act.data as EventData<'report-overdue'>;
      return { dueDate: reportLastDay(rulebook, String(reportYear), calendar)?.date };
    },
  },
  consequences: {
    'report-overdue': ({ act, rulebook }: Matter) => {
      const report = rulebook.periodicReport;
      if (report.kind !== 'yearly') return [];
      const { reportYear } = act.data as EventData<'report-overdue'>;
      const ground = report.late.value.ground as EventData<'revoked'>['ground'];
      const basis = report.late.basis;
      return report.mode.value === 'auto'
        ? [{ type: 'revoked', data: { ground, automatic: true, reportYear }, basis }]
        : [{ type: 'revocation-proposed', data: { ground, reportYear }, basis }];
    },
  },
};
