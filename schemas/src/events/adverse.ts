import type { EventType } from './catalogue.ts';

/**
 * The acts that weigh on an agency: each needs a legal basis and a document with kind, number, organ and date.
 *
 * Law: LNR-23-1: a finding of untrustworthy conduct rests on a document with legal force.
 */
export const ADVERSE_EVENT_TYPES = [
  'amendment-overdue',
  'barred',
  'commitment-breached',
  'complaint-overdue',
  'credit-report-refused',
  'credit-report-rejected',
  'criticised',
  'exposed',
  'interviewed',
  'listed',
  'objection-overdue',
  'penalised',
  'rectification-ordered',
  'rectification-refused',
  'refused',
  'report-overdue',
  'review-overdue',
  'revoked',
  'warned',
  'work-report-overdue',
] as const satisfies readonly EventType[];

const adverse: ReadonlySet<string> = new Set(ADVERSE_EVENT_TYPES);

/** Says whether an event of this type is an adverse act. Never throws. */
export function isAdverse(type: string): boolean {
  return adverse.has(type);
}
