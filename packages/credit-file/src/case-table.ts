import type { EventType } from '@ledger/schemas';

/**
 * A machine that runs beside the main axis: for each event, from which step it leads to which.
 *
 * `none` on the left means that the event may open a case, `none` on the right that it needs and leaves none.
 * An event that a machine names may follow only the steps on its left; machines it does not name do not ask.
 */
export interface CaseMachine {
  readonly events: Readonly<Partial<Record<EventType, Readonly<Record<string, string>>>>>;
  /** Outcomes that lead elsewhere than the event itself: where a payload field has a value, these moves hold instead. */
  readonly outcomes?: Readonly<
    Partial<
      Record<
        EventType,
        { readonly field: string; readonly value: string; readonly moves: Readonly<Record<string, string>> }
      >
    >
  >;
  /** Steps after which the case is over. */
  readonly final: readonly string[];
  /** The payload field that names the case (objection number, report number); absent when the order decides. */
  readonly ref?: 'ref' | 'reportNo' | 'list' | 'penalty';
  /** True when a later case may bear the name of one that is over: an agency can be listed again. */
  readonly refRecurs?: true;
  /** Payload fields that the case remembers, the newest value of each. Never a personal one. */
  readonly keeps?: readonly string[];
}

const same = (...steps: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(steps.map((step) => [step, step]));
const to = (step: string, ...from: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(from.map((before) => [before, step]));

const OPEN_DISCIPLINE = ['interviewed', 'ordered', 'sanctioned', 'rectified', 'refused'];
const RUNNING_OBJECTION = ['objected', 'verified', 'referred', 'replied', 'corrected'];

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
    outcomes: {
      'rectification-verified': {
        field: 'result',
        value: 'rejected',
        moves: same('none', 'committed', 'checked', 'breached'),
      },
    },
    final: ['ended'],
  },
  amendment: {
    events: {
      amended: to('filed', 'none'),
      'amendment-accepted': to('accepted', 'filed'),
      'amendment-refused': to('refused', 'filed'),
      refiled: { ...to('ended', 'filed'), ...same('none') },
      deregistered: { ...to('ended', 'filed'), ...same('none') },
    },
    final: ['accepted', 'refused', 'ended'],
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
    // What will not do has not been done: the order stands, and its term runs on.
    outcomes: {
      'rectification-verified': { field: 'result', value: 'rejected', moves: to('ordered', 'rectified') },
    },
    final: ['verified', 'ended'],
  },
  // Whether notice and statement come first is a matter of the list, and a guard's.
  listing: {
    events: {
      'listing-notified': to('notified', 'none'),
      'statement-heard': to('heard', 'notified', 'heard'),
      listed: to('listed', 'none', 'notified', 'heard'),
      delisted: to('delisted', 'listed'),
    },
    final: ['delisted'],
    ref: 'list',
    refRecurs: true,
  },
  // An overdue term and a stopped clock are no steps: the procedure stays where it is.
  objection: {
    events: {
      objected: to('objected', 'none'),
      'objection-annotated': same(...RUNNING_OBJECTION, 'escalated'),
      'objection-verified': to('verified', 'objected'),
      'objection-referred': to('referred', 'objected', 'verified'),
      'clock-suspended': same('objected', 'verified', 'referred'),
      'clock-resumed': same('objected', 'verified', 'referred'),
      'objection-replied': to('replied', 'referred'),
      corrected: to('corrected', 'objected', 'verified', 'replied'),
      withdrawn: to('withdrawn', 'objected', 'verified', 'referred', 'replied'),
      'objection-resolved': to('resolved', ...RUNNING_OBJECTION, 'withdrawn'),
      'objection-notified': same('corrected', 'resolved'),
      'objection-annotation-removed': same('withdrawn', 'resolved', 'escalated'),
      'objection-escalated': to('escalated', 'resolved'),
      'objection-overdue': same(...RUNNING_OBJECTION, 'withdrawn'),
    },
    final: ['resolved', 'escalated'],
    ref: 'ref',
    keeps: ['addressee', 'disputes', 'ownError', 'to', 'outcome', 'stage'],
  },
  complaint: {
    events: {
      complained: to('complained', 'none'),
      'complaint-accepted': to('accepted', 'complained'),
      'complaint-resolved': to('resolved', 'accepted'),
      'complaint-transferred': to('transferred', 'complained', 'accepted'),
      'complaint-overdue': same('accepted'),
      'complainant-notified': same('accepted', 'resolved', 'transferred'),
    },
    final: ['resolved', 'transferred'],
    ref: 'ref',
    keeps: ['ground', 'identityWithheld', 'outcome', 'to'],
  },
  repair: {
    events: {
      'repair-applied': to('applied', 'none'),
      'repair-accepted': to('accepted', 'applied'),
      'repair-refused': to('refused', 'applied', 'accepted'),
      repaired: to('repaired', 'applied', 'accepted'),
    },
    final: ['refused', 'repaired'],
    ref: 'penalty',
    refRecurs: true,
    keeps: ['handler', 'methods', 'routedTo'],
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
      // A report that was never filed is rejected too, and leaves its number.
      'credit-report-rejected': to(
        'rejected',
        'none',
        'pbc-reviewed',
        'filed',
        'accepted',
        'refused',
        'published',
        'objected',
        'cleared',
      ),
    },
    final: ['refused', 'cleared', 'rejected'],
    ref: 'reportNo',
    keeps: ['opinion', 'opinionNo', 'standard', 'issuedOn', 'validTo', 'use', 'usableFrom'],
  },
  pilot: {
    events: {
      'pilot-applied': to('applied', 'none'),
      checked: same('none', 'applied', 'designated'),
      'pilot-designated': to('designated', 'applied'),
    },
    final: ['designated'],
    keeps: ['branchProvinces', 'pbocLicence', 'clean', 'lookBackFrom', 'asOf'],
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
  /** Everything that was done in it, in order. */
  readonly acts: readonly CaseAct[];
  /** The payload fields that its machine keeps. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** One act of a case: what, when, and by which organisation. */
export interface CaseAct {
  readonly type: EventType;
  readonly at: string;
  readonly by: string | undefined;
  /** What it said, of the fields that the machine keeps. */
  readonly said: Readonly<Record<string, unknown>>;
}
