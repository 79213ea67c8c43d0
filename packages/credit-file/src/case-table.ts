import type { EventType } from '@ledger/schemas';

/**
 * A machine that runs beside the main axis: for each event, from which step it leads to which.
 *
 * `none` on the left means that the event may open a case, `none` on the right that it needs and leaves none.
 * An event that a machine names may follow only the steps on its left; machines it does not name do not ask.
 */
export interface CaseMachine {
  readonly events: Readonly<Partial<Record<EventType, Readonly<Record<string, string>>>>>;
  /** Steps after which the case is over. */
  readonly final: readonly string[];
  /** The payload field that names the case (objection number, report number); absent when the order decides. */
  readonly ref?: 'ref' | 'reportNo';
}

const same = (...steps: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(steps.map((step) => [step, step]));
const to = (step: string, ...from: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(from.map((before) => [before, step]));

const OPEN_DISCIPLINE = ['interviewed', 'ordered', 'sanctioned', 'rectified', 'refused'];
const OPEN_OBJECTION = ['objected', 'verified', 'referred', 'replied', 'corrected', 'overdue', 'withdrawn'];

/** The parallel cases of a file, by kind. */
export const CASE_MACHINES = {
  commitment: {
    events: {
      committed: to('committed', 'none', 'committed', 'checked', 'breached'),
      'commitment-checked': to('checked', 'committed', 'checked', 'breached'),
      'commitment-breached': to('breached', 'committed', 'checked', 'breached'),
      'rectification-verified': { ...to('committed', 'breached'), ...same('none', 'committed', 'checked') },
      refiled: { ...to('ended', 'committed', 'checked', 'breached'), ...same('none') },
      deregistered: { ...to('ended', 'committed', 'checked', 'breached'), ...same('none') },
    },
    final: ['ended'],
  },
  amendment: {
    events: {
      amended: to('filed', 'none'),
      'amendment-accepted': to('accepted', 'filed'),
      'amendment-refused': to('refused', 'filed'),
    },
    final: ['accepted', 'refused'],
  },
  // Liaoning knows no ladder: after an interview the gravity alone decides what follows (根据情节轻重).
  discipline: {
    events: {
      interviewed: to('interviewed', 'none', 'interviewed', 'sanctioned'),
      'rectification-ordered': to('ordered', 'none', 'interviewed', 'sanctioned'),
      warned: {
        ...to('sanctioned', 'interviewed', 'sanctioned'),
        ...same('ordered', 'rectified', 'refused'),
      },
      criticised: {
        ...to('sanctioned', 'interviewed', 'sanctioned'),
        ...same('ordered', 'rectified', 'refused'),
      },
      penalised: {
        ...to('sanctioned', 'interviewed', 'sanctioned'),
        ...same('none', 'ordered', 'rectified', 'refused'),
      },
      rectified: to('rectified', 'ordered'),
      'rectification-verified': to('verified', 'rectified'),
      'rectification-refused': to('refused', 'ordered', 'rectified'),
      refiled: { ...to('ended', ...OPEN_DISCIPLINE), ...same('none') },
      deregistered: { ...to('ended', ...OPEN_DISCIPLINE), ...same('none') },
    },
    final: ['verified', 'ended'],
  },
  listing: {
    events: {
      'listing-notified': to('notified', 'none', 'notified'),
      'statement-heard': to('heard', 'notified', 'heard'),
      listed: to('listed', 'notified', 'heard'),
      delisted: to('delisted', 'listed'),
    },
    final: ['delisted'],
  },
  objection: {
    events: {
      objected: to('objected', 'none'),
      'objection-annotated': same('objected', 'verified', 'referred', 'replied'),
      'objection-verified': to('verified', 'objected', 'overdue'),
      'objection-referred': to('referred', 'objected', 'verified', 'overdue'),
      'clock-suspended': to('suspended', 'objected', 'verified', 'referred'),
      'clock-resumed': to('referred', 'suspended'),
      'objection-replied': to('replied', 'referred', 'overdue'),
      corrected: to('corrected', 'objected', 'verified', 'replied', 'overdue'),
      withdrawn: to('withdrawn', 'objected', 'verified', 'referred', 'replied', 'overdue'),
      'objection-resolved': to('resolved', ...OPEN_OBJECTION),
      'objection-notified': same('corrected', 'resolved'),
      'objection-annotation-removed': same('corrected', 'withdrawn', 'resolved'),
      'objection-escalated': to('escalated', 'resolved', 'overdue'),
      'objection-overdue': to('overdue', 'objected', 'verified', 'referred', 'replied', 'overdue'),
    },
    final: ['resolved', 'escalated'],
    ref: 'ref',
  },
  complaint: {
    events: {
      complained: to('complained', 'none'),
      'complaint-accepted': to('accepted', 'complained'),
      'complaint-resolved': to('resolved', 'accepted', 'overdue'),
      'complaint-transferred': to('transferred', 'complained', 'accepted'),
      'complaint-overdue': to('overdue', 'accepted'),
    },
    final: ['resolved', 'transferred'],
    ref: 'ref',
  },
  repair: {
    events: {
      'repair-applied': to('applied', 'none'),
      'repair-accepted': to('accepted', 'applied'),
      'repair-refused': to('refused', 'applied', 'accepted'),
      repaired: to('repaired', 'applied', 'accepted'),
    },
    final: ['refused', 'repaired'],
  },
  'credit-report': {
    events: {
      'pbc-reviewed': to('pbc-reviewed', 'none'),
      'credit-report-filed': to('filed', 'none', 'pbc-reviewed'),
      'credit-report-accepted': to('accepted', 'filed'),
      'credit-report-refused': to('refused', 'filed'),
      'credit-report-published': to('published', 'accepted'),
      'credit-report-objected': to('objected', 'published'),
      'credit-report-objection-denied': to('published', 'objected'),
      'credit-report-cleared': to('cleared', 'published'),
      'credit-report-used': same('published', 'cleared'),
      'credit-report-rejected': to('rejected', 'filed', 'refused', 'published', 'objected', 'cleared'),
    },
    final: ['refused', 'cleared', 'rejected'],
    ref: 'reportNo',
  },
  exit: {
    events: {
      'deregistration-applied': to('applied', 'none'),
      deregistered: to('deregistered', 'applied'),
      'database-disposed': to('disposed', 'deregistered'),
      refiled: { ...to('closed', 'deregistered', 'disposed'), ...same('none') },
    },
    final: ['disposed', 'closed'],
  },
} as const satisfies Record<string, CaseMachine>;

export type CaseKind = keyof typeof CASE_MACHINES;

/** A case of a file. Its id is unique in the file: the kind and the number of its opening, from 1. */
export interface Case {
  readonly id: string;
  readonly kind: CaseKind;
  readonly step: string;
  readonly ref: string | undefined;
  readonly openedAt: string;
  /** When it came to this step. */
  readonly movedAt: string;
}
