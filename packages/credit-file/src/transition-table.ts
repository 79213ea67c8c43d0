import type { EventType } from '@ledger/schemas';
import type { Status } from './status.ts';
import { STATUSES } from './status.ts';

/** One line of the law's life cycle: which standings an event may follow, where it leads, and on what basis. */
export interface Transition {
  readonly from: readonly Status[];
  /** The standing it leads to; absent when the standing stays. */
  readonly to?: Status;
  /** Rules it rests on, per jurisdiction; the first one citable in the file's rulebook is a command's default. */
  readonly basis: readonly string[];
}

const ANY = STATUSES;
const REVIEWED: readonly Status[] = ['under-review', 'supplement'];
const FILED: readonly Status[] = ['under-review', 'supplement', 'on-file'];
const KNOWN: readonly Status[] = ['on-file', 'revoked', 'deregistered'];

/**
 * The one table of the life cycle: total over every event type of the ledger.
 *
 * `decide` (live commands) and `admit` (imported history) read it; so does `evolve`, which takes from it where an event
 * leads. Cases that run beside the main axis are in `case-table.ts`, conditions beyond the standing in `guards.ts`.
 */
export const TRANSITIONS: Readonly<Record<EventType, Transition>> = {
  // Filing (建档)
  selected: { from: ['none', 'refused', 'deregistered'], basis: ['ZY-2.1-1'] },
  filed: { from: ['none'], to: 'under-review', basis: ['XJ-8-2', 'LNO-2.1-5', 'ZY-5-6'] },
  refiled: {
    from: ['refused', 'revoked', 'deregistered'],
    to: 'under-review',
    basis: ['XJ-15-5', 'XJ-8-2', 'LNO-2.1-5', 'ZY-5-6'],
  },
  'filing-rejected': { from: ['revoked'], basis: ['XJ-15-3'] },
  'filing-withdrawn': { from: REVIEWED, to: 'none', basis: ['XJ-7-1', 'LNO-2.1-5', 'ZY-2.1-1'] },
  verified: { from: FILED, basis: ['XJ-9-2', 'LNO-1.2-3', 'ZY-2.1-1'] },
  'verification-failed': { from: FILED, basis: ['XJ-9-2', 'LNO-1.2-3', 'ZY-2.1-1'] },
  'certificate-conflict-detected': { from: FILED, basis: ['XJ-13-6'] },
  routed: { from: FILED, basis: ['XJ-10-4', 'XJ-10-3', 'LNO-1.2-1', 'ZY-2.1-1'] },
  'supplement-requested': {
    from: ['under-review'],
    to: 'supplement',
    basis: ['XJ-8-2', 'LNO-2.1-1', 'ZY-2.1-1'],
  },
  supplemented: { from: ['supplement'], to: 'under-review', basis: ['XJ-8-2', 'LNO-2.1-5', 'ZY-2.1-1'] },
  'review-overdue': { from: ['under-review', 'on-file'], basis: ['XJ-10-1'] },
  accepted: { from: ['under-review'], to: 'on-file', basis: ['XJ-10-1', 'LNO-2.1-1', 'ZY-2.1-1'] },
  refused: {
    from: ['under-review'],
    to: 'refused',
    basis: ['XJ-9-1', 'XJ-9-2', 'XJ-9-3', 'XJ-9-4', 'LNO-2.1-1', 'ZY-2.1-1'],
  },
  forwarded: { from: ['on-file'], basis: ['XJ-10-4'] },
  published: { from: ['on-file', 'revoked'], basis: ['XJ-10-2', 'LNO-2.1-4', 'ZY-5-4'] },
  unpublished: { from: KNOWN, basis: ['XJ-18-2', 'LNO-2.1-4', 'ZY-5-4'] },

  // Commitment (信用承诺)
  committed: { from: FILED, basis: ['XJ-8-9', 'LNO-2.1-7', 'ZY-5-5'] },
  'commitment-checked': { from: ['on-file'], basis: ['LNO-3.3-1', 'ND-3.2-2'] },
  'commitment-breached': { from: ['on-file'], basis: ['XJ-15-2', 'LNO-3.3-1'] },

  // Changes and reports (变更、年度报告)
  amended: { from: ['on-file'], basis: ['XJ-12-1', 'LNO-2.1-5', 'ZY-5-6'] },
  'amendment-accepted': { from: ['on-file'], basis: ['XJ-12-2', 'LNO-2.1-1', 'ZY-2.1-1'] },
  'amendment-refused': { from: ['on-file'], basis: ['XJ-12-2', 'LNO-2.1-1', 'ZY-2.1-1'] },
  'amendment-overdue': { from: ['on-file'], basis: ['XJ-12-1'] },
  reported: { from: ['on-file'], basis: ['XJ-11-1'] },
  'report-overdue': { from: ['on-file'], basis: ['XJ-11-2', 'XJ-11-1'] },
  'work-reported': { from: ['on-file'], basis: ['ZY-5-7'] },
  'work-report-overdue': { from: ['on-file'], basis: ['ZY-5-7'] },
  reminded: { from: ANY, basis: ['XJ-11-1', 'ZY-5-7', 'XJ-12-1'] },

  // Supervision and discipline (监督检查、约谈、整改、惩戒)
  sampled: { from: ['on-file'], basis: ['XJ-14-3', 'LNO-2.2-2', 'LNR-20-3'] },
  inspected: { from: KNOWN, basis: ['XJ-14-1', 'LNO-2.2-1'] },
  'inspection-obstructed': { from: KNOWN, basis: ['XJ-14-2'] },
  checked: { from: KNOWN, basis: ['LNO-2.4-2', 'LNR-21-1', 'ND-4.2-2'] },
  graded: { from: ['on-file'], basis: ['XJ-14-3', 'LNO-2.2-1'] },
  interviewed: { from: ['on-file'], basis: ['XJ-14-4', 'XJ-15-2', 'LNO-3.3-3', 'ZY-5-6'] },
  'rectification-ordered': { from: ['on-file'], basis: ['XJ-14-4', 'XJ-15-2', 'LNO-3.3-3'] },
  rectified: { from: ['on-file'], basis: ['XJ-15-2', 'XJ-14-5', 'LNO-3.3-4'] },
  'rectification-verified': { from: ['on-file'], basis: ['XJ-14-5', 'LNO-3.3-4'] },
  'rectification-refused': { from: ['on-file'], basis: ['XJ-15-3', 'LNO-3.3-3'] },
  warned: { from: ['on-file'], basis: ['LNO-3.3-3'] },
  criticised: { from: ['on-file'], basis: ['LNO-3.3-3'] },
  penalised: { from: KNOWN, basis: ['XJ-17-1', 'LNR-53-1', 'LNR-53-2'] },
  exposed: { from: KNOWN, basis: ['ND-3.4-2'] },
  'association-disciplined': { from: KNOWN, basis: ['LNR-33-1'] },
  referred: { from: ANY, basis: ['XJ-15-4', 'XJ-16-1', 'LNR-54-1'] },

  // Listing (严重失信主体名单)
  'listing-notified': { from: ANY, basis: ['LNR-38-1', 'XJ-15-1'] },
  'statement-heard': { from: ANY, basis: ['LNR-38-1', 'XJ-15-1'] },
  listed: { from: ANY, basis: ['XJ-15-1', 'LNR-28-2'] },
  delisted: { from: ANY, basis: ['LNR-30-1', 'NR36-1'] },
  'measure-ended': { from: ANY, basis: ['LNR-30-1'] },

  // Revocation, bar, restoration (撤销建档)
  'revocation-proposed': { from: ['on-file'], basis: ['XJ-11-2'] },
  revoked: {
    from: ['on-file'],
    to: 'revoked',
    basis: ['XJ-11-2', 'XJ-15-1', 'XJ-15-3', 'XJ-15-4'],
  },
  'revocation-confirmed': { from: ['revoked'], basis: ['XJ-11-2'] },
  barred: { from: ['revoked'], basis: ['XJ-15-3'] },
  'bar-expired': { from: ['revoked'], basis: ['XJ-15-5'] },
  restored: { from: ['revoked'], to: 'on-file', basis: ['XJ-11-2', 'XJ-15-1', 'XJ-15-3', 'XJ-15-4'] },

  // Exit (注销)
  'deregistration-applied': { from: ['on-file'], basis: ['XJ-18-1', 'LNO-2.1-1', 'ZY-2.1-1'] },
  deregistered: { from: ['on-file'], to: 'deregistered', basis: ['XJ-18-1', 'LNO-2.1-1', 'ZY-2.1-1'] },
  'database-disposed': { from: ['deregistered'], basis: ['XJ-18-3'] },

  // Objections (异议)
  objected: { from: KNOWN, basis: ['XJ-22-1', 'LNR-36-1'] },
  'objection-annotated': { from: KNOWN, basis: ['XJ-22-5', 'LNR-37-6'] },
  'objection-verified': { from: KNOWN, basis: ['LNR-37-1'] },
  'objection-referred': { from: KNOWN, basis: ['LNR-37-3'] },
  'objection-replied': { from: KNOWN, basis: ['LNR-37-3'] },
  'objection-resolved': { from: KNOWN, basis: ['XJ-22-2', 'XJ-22-4', 'LNR-37-4'] },
  'objection-notified': { from: KNOWN, basis: ['XJ-22-3', 'LNR-37-2'] },
  'objection-annotation-removed': { from: KNOWN, basis: ['XJ-22-5', 'LNR-37-6'] },
  'objection-escalated': { from: KNOWN, basis: ['LNR-37-5'] },
  'objection-overdue': { from: KNOWN, basis: ['XJ-22-2', 'LNR-53-5'] },
  'clock-suspended': { from: KNOWN, basis: ['LNR-37-8'] },
  'clock-resumed': { from: KNOWN, basis: ['LNR-37-8'] },
  corrected: { from: KNOWN, basis: ['LNR-37-2'] },
  withdrawn: { from: KNOWN, basis: ['LNR-37-7'] },

  // Complaints (投诉举报)
  complained: { from: ANY, basis: ['XJ-24-1'] },
  'complaint-accepted': { from: ANY, basis: ['XJ-24-2'] },
  'complaint-resolved': { from: ANY, basis: ['XJ-24-2'] },
  'complaint-overdue': { from: ANY, basis: ['XJ-24-2'] },
  'complaint-transferred': { from: ANY, basis: ['XJ-24-3'] },
  'complainant-notified': { from: ANY, basis: ['XJ-24-3'] },

  // Credit repair (信用修复)
  'repair-applied': { from: KNOWN, basis: ['LNR-39-1', 'NR36-1', 'NR58-1'] },
  'repair-accepted': { from: KNOWN, basis: ['LNR-39-2', 'NR36-1', 'NR58-1'] },
  'repair-refused': { from: KNOWN, basis: ['NR36-1', 'NR58-1', 'LNR-39-1'] },
  repaired: { from: KNOWN, basis: ['NR36-1', 'NR58-1', 'LNR-39-3'] },

  // Credit reports in Zhangye (信用报告); agencies from outside have reports and no file
  'pbc-reviewed': { from: ANY, basis: ['ZY-4-7'] },
  'credit-report-filed': { from: ['none', 'on-file'], basis: ['ZY-4-3'] },
  'credit-report-accepted': { from: ANY, basis: ['ZY-4-4'] },
  'credit-report-refused': { from: ANY, basis: ['ZY-4-4'] },
  'credit-report-published': { from: ANY, basis: ['ZY-4-9', 'ZY-4-4'] },
  'credit-report-objected': { from: ANY, basis: ['ZY-4-9'] },
  'credit-report-objection-denied': { from: ANY, basis: ['ZY-4-9'] },
  'credit-report-cleared': { from: ANY, basis: ['ZY-4-9'] },
  'credit-report-used': { from: ANY, basis: ['ZY-4-5'] },
  'credit-report-rejected': { from: ANY, basis: ['ZY-4-9', 'ZY-4-6'] },

  // Beside the life cycle: records, agreements, pilots
  'data-shared': { from: ['on-file'], basis: ['XJ-27-1'] },
  'agreement-signed': { from: ANY, basis: ['LNO-2.3-3', 'ND-2.3-1', 'ZY-2.4-1'] },
  authorised: { from: ANY, basis: ['XJ-29-1', 'LNO-2.3-1', 'ND-2.2-1', 'ZY-2.3-1'] },
  commissioned: { from: ANY, basis: ['ND-2.1-1', 'ZY-2.2-1'] },
  'participation-recorded': { from: ANY, basis: ['XJ-26-3', 'ND-3.3-3'] },
  'industry-report-filed': { from: ANY, basis: ['ND-2.6-1', 'ZY-2.7-1'] },
  'issue-reported': { from: ANY, basis: ['ND-4.3-3'] },
  'honour-recorded': { from: ANY, basis: ['LNR-11-2'] },
  'incentive-applied': { from: ANY, basis: ['LNR-22-1', 'ZY-3-4'] },
  'practitioner-recorded': { from: ANY, basis: ['ND-3.3-1'] },
  'pilot-applied': { from: ANY, basis: ['ND-4.2-1'] },
  'pilot-designated': { from: ANY, basis: ['ND-4.1-1'] },
  'rule-pack-activated': { from: ANY, basis: ['XJ-2-2'] },
  'rule-pack-expired': { from: ANY, basis: ['XJ-32-1'] },
  invalidated: { from: ANY, basis: ['XJ-15-1'] },
};
