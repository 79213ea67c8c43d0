import type { EventType } from '@ledger/schemas';
import type { Status } from './status.ts';
import { STATUSES } from './status.ts';

/** One line of the life cycle: which standings an event may follow, and where it leads. */
export interface Transition {
  readonly from: readonly Status[];
  /** The standing it leads to; absent when the standing stays. */
  readonly to?: Status;
}

const ANY = STATUSES;
const REVIEWED: readonly Status[] = ['under-review', 'supplement'];
const FILED: readonly Status[] = ['under-review', 'supplement', 'on-file'];
const KNOWN: readonly Status[] = ['on-file', 'revoked', 'deregistered'];

/**
 * The one table of the life cycle: total over every event type of the ledger.
 *
 * `decide` (live commands) and `admit` (imported history) read it; so does `evolve`, which takes from it where an event
 * leads. Cases that run beside the main axis are in `case-table.ts`, conditions beyond the standing in the folder of
 * each process, and the rules that an act rests on in the rulebook (`acts`).
 */
export const TRANSITIONS: Readonly<Record<EventType, Transition>> = {
  // Filing (建档)
  selected: { from: ['none', 'refused', 'deregistered'] },
  filed: { from: ['none'], to: 'under-review' },
  refiled: { from: ['refused', 'revoked', 'deregistered'], to: 'under-review' },
  'filing-rejected': { from: ['revoked'] },
  'filing-withdrawn': { from: REVIEWED, to: 'none' },
  verified: { from: FILED },
  'verification-failed': { from: FILED },
  'certificate-conflict-detected': { from: FILED },
  routed: { from: FILED },
  'supplement-requested': { from: ['under-review'], to: 'supplement' },
  supplemented: { from: ['supplement'], to: 'under-review' },
  'review-overdue': { from: ['under-review', 'on-file'] },
  accepted: { from: ['under-review'], to: 'on-file' },
  refused: { from: ['under-review'], to: 'refused' },
  forwarded: { from: ['on-file'] },
  published: { from: ['on-file', 'revoked'] },
  unpublished: { from: ANY },

  // Commitment (信用承诺)
  committed: { from: FILED },
  'commitment-checked': { from: ['on-file'] },
  'commitment-breached': { from: ['on-file'] },

  // Changes and reports (变更、年度报告)
  amended: { from: ['on-file'] },
  'amendment-accepted': { from: ['on-file'] },
  'amendment-refused': { from: ['on-file'] },
  'amendment-overdue': { from: ['on-file'] },
  reported: { from: ['on-file'] },
  'report-overdue': { from: ['on-file'] },
  'work-reported': { from: ['on-file'] },
  'work-report-overdue': { from: ['on-file'] },
  reminded: { from: ANY },

  // Supervision and discipline (监督检查、约谈、整改、惩戒)
  sampled: { from: ['on-file'] },
  inspected: { from: KNOWN },
  'inspection-obstructed': { from: KNOWN },
  checked: { from: ANY },
  graded: { from: ['on-file'] },
  interviewed: { from: ['on-file'] },
  'rectification-ordered': { from: ['on-file'] },
  rectified: { from: ['on-file'] },
  'rectification-verified': { from: ['on-file'] },
  'rectification-refused': { from: ['on-file'] },
  warned: { from: ['on-file'] },
  criticised: { from: ['on-file'] },
  penalised: { from: KNOWN },
  exposed: { from: KNOWN },
  'association-disciplined': { from: KNOWN },
  referred: { from: ANY },

  // Listing (严重失信主体名单)
  'listing-notified': { from: ANY },
  'statement-heard': { from: ANY },
  listed: { from: ANY },
  delisted: { from: ANY },
  'measure-ended': { from: ANY },

  // Revocation, bar, restoration (撤销建档)
  'revocation-proposed': { from: ['on-file'] },
  revoked: { from: ['on-file'], to: 'revoked' },
  'revocation-confirmed': { from: ['revoked'] },
  barred: { from: ['revoked'] },
  'bar-expired': { from: ['revoked'] },
  restored: { from: ['revoked'], to: 'on-file' },

  // Exit (注销)
  'deregistration-applied': { from: ['on-file'] },
  deregistered: { from: ['on-file'], to: 'deregistered' },
  'database-disposed': { from: ['deregistered'] },

  // Objections (异议); once made they take their course, whatever becomes of the file
  objected: { from: KNOWN },
  'objection-annotated': { from: ANY },
  'objection-verified': { from: ANY },
  'objection-referred': { from: ANY },
  'objection-replied': { from: ANY },
  'objection-resolved': { from: ANY },
  'objection-notified': { from: ANY },
  'objection-annotation-removed': { from: ANY },
  'objection-escalated': { from: ANY },
  'objection-overdue': { from: ANY },
  'clock-suspended': { from: ANY },
  'clock-resumed': { from: ANY },
  corrected: { from: ANY },
  withdrawn: { from: ANY },

  // Complaints (投诉举报)
  complained: { from: ANY },
  'complaint-accepted': { from: ANY },
  'complaint-resolved': { from: ANY },
  'complaint-overdue': { from: ANY },
  'complaint-transferred': { from: ANY },
  'complainant-notified': { from: ANY },

  // Credit repair (信用修复)
  'repair-applied': { from: KNOWN },
  'repair-accepted': { from: ANY },
  'repair-refused': { from: ANY },
  repaired: { from: ANY },

  // Credit reports in Zhangye (信用报告); agencies from outside have reports and no file
  'pbc-reviewed': { from: ANY },
  'credit-report-filed': { from: ['none', 'on-file'] },
  'credit-report-accepted': { from: ANY },
  'credit-report-refused': { from: ANY },
  'credit-report-published': { from: ANY },
  'credit-report-objected': { from: ANY },
  'credit-report-objection-denied': { from: ANY },
  'credit-report-cleared': { from: ANY },
  'credit-report-used': { from: ANY },
  'credit-report-rejected': { from: ANY },

  // Beside the life cycle: records, agreements, pilots
  'data-shared': { from: ['on-file'] },
  'agreement-signed': { from: ANY },
  authorised: { from: ANY },
  commissioned: { from: ANY },
  'participation-recorded': { from: ANY },
  'industry-report-filed': { from: ANY },
  'issue-reported': { from: ANY },
  'honour-recorded': { from: ANY },
  'incentive-applied': { from: ANY },
  'practitioner-recorded': { from: ANY },
  'pilot-applied': { from: ANY },
  'pilot-designated': { from: ANY },
  // The law and the calendar have streams of their own and never stand on an agency's file.
  'rule-pack-activated': { from: [] },
  'rule-pack-expired': { from: [] },
  'holiday-calendar-published': { from: [] },
  invalidated: { from: ANY },
};
