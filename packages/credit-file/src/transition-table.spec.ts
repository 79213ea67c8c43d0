import { LAW } from '@ledger/rulebooks';
import { EVENT_TYPES, isEventType } from '@ledger/schemas';
import { describe, expect, it } from 'vitest';
import { CASE_MACHINES, type CaseMachine } from './case-table.ts';
import { STATUSES, type Status } from './status.ts';
import { TRANSITIONS } from './transition-table.ts';

/**
 * The whole life cycle as the law has it, one line an act: what it does to a file in each standing.
 *
 * The columns are none, under review, supplement, refused, on file, revoked, deregistered. A letter is the standing that the
 * act leads to, `=` leaves the standing as it is, `.` is forbidden.
 */
const LIFE_CYCLE = `
                                  N U S X F R D
  selected                        = . . = . . =
  filed                           U . . . . . .
  refiled                         . . . U . U U
  filing-rejected                 . . . . . = .
  filing-withdrawn                . N N . . . .
  verified                        . = = . = . .
  verification-failed             . = = . = . .
  certificate-conflict-detected   . = = . = . .
  routed                          . = = . = . .
  supplement-requested            . S . . . . .
  supplemented                    . . U . . . .
  review-overdue                  . = . . = . .
  accepted                        . F . . . . .
  refused                         . X . . . . .
  forwarded                       . . . . = . .
  published                       . . . . = = .
  unpublished                     = = = = = = =
  committed                       . = = . = . .
  commitment-checked              . . . . = . .
  commitment-breached             . . . . = . .
  amended                         . . . . = . .
  amendment-accepted              . . . . = . .
  amendment-refused               . . . . = . .
  amendment-overdue               . . . . = . .
  reported                        . . . . = . .
  report-overdue                  . . . . = . .
  work-reported                   . . . . = . .
  work-report-overdue             . . . . = . .
  reminded                        = = = = = = =
  sampled                         . . . . = . .
  inspected                       . . . . = = =
  inspection-obstructed           . . . . = = =
  checked                         = = = = = = =
  graded                          . . . . = . .
  interviewed                     . . . . = . .
  rectification-ordered           . . . . = . .
  rectified                       . . . . = . .
  rectification-verified          . . . . = . .
  rectification-refused           . . . . = . .
  warned                          . . . . = . .
  criticised                      . . . . = . .
  penalised                       . . . . = = =
  exposed                         . . . . = = =
  association-disciplined         . . . . = = =
  referred                        = = = = = = =
  listing-notified                = = = = = = =
  statement-heard                 = = = = = = =
  listed                          = = = = = = =
  delisted                        = = = = = = =
  measure-ended                   = = = = = = =
  revocation-proposed             . . . . = . .
  revoked                         . . . . R . .
  revocation-confirmed            . . . . . = .
  barred                          . . . . . = .
  bar-expired                     . . . . . = .
  restored                        . . . . . F .
  deregistration-applied          . . . . = . .
  deregistered                    . . . . D . .
  database-disposed               . . . . . . =
  objected                        . . . . = = =
  objection-annotated             = = = = = = =
  objection-verified              = = = = = = =
  objection-referred              = = = = = = =
  objection-replied               = = = = = = =
  objection-resolved              = = = = = = =
  objection-notified              = = = = = = =
  objection-annotation-removed    = = = = = = =
  objection-escalated             = = = = = = =
  objection-overdue               = = = = = = =
  clock-suspended                 = = = = = = =
  clock-resumed                   = = = = = = =
  corrected                       = = = = = = =
  withdrawn                       = = = = = = =
  complained                      = = = = = = =
  complaint-accepted              = = = = = = =
  complaint-resolved              = = = = = = =
  complaint-overdue               = = = = = = =
  complaint-transferred           = = = = = = =
  complainant-notified            = = = = = = =
  repair-applied                  . . . . = = =
  repair-accepted                 = = = = = = =
  repair-refused                  = = = = = = =
  repaired                        = = = = = = =
  pbc-reviewed                    = = = = = = =
  credit-report-filed             = . . . = . .
  credit-report-accepted          = = = = = = =
  credit-report-refused           = = = = = = =
  credit-report-published         = = = = = = =
  credit-report-objected          = = = = = = =
  credit-report-objection-denied  = = = = = = =
  credit-report-cleared           = = = = = = =
  credit-report-used              = = = = = = =
  credit-report-rejected          = = = = = = =
  data-shared                     . . . . = . .
  agreement-signed                = = = = = = =
  authorised                      = = = = = = =
  commissioned                    = = = = = = =
  participation-recorded          = = = = = = =
  industry-report-filed           = = = = = = =
  issue-reported                  = = = = = = =
  honour-recorded                 = = = = = = =
  incentive-applied               = = = = = = =
  practitioner-recorded           = = = = = = =
  pilot-applied                   = = = = = = =
  pilot-designated                = = = = = = =
  rule-pack-activated             . . . . . . .
  rule-pack-expired               . . . . . . .
  holiday-calendar-published      . . . . . . .
  invalidated                     = = = = = = =
`;

const LETTERS = {
  N: 'none',
  U: 'under-review',
  S: 'supplement',
  X: 'refused',
  F: 'on-file',
  R: 'revoked',
  D: 'deregistered',
};

/** The lines of the life cycle: each act, and what comes of it in each standing; undefined where it is forbidden. */
const LINES = LIFE_CYCLE.trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [type = '', ...cells] = line.trim().split(/ +/);
    const outcomes = Object.values(LETTERS).map((status, column) => {
      const cell = cells[column] ?? '.';
      return [status, cell === '=' ? status : LETTERS[cell as keyof typeof LETTERS]] as const;
    });
    return [type, Object.fromEntries(outcomes)] as const;
  });

describe('the life cycle of a file', () => {
  it.each(LINES)('%s leads only where the law lets it', (type, expected) => {
    const { from, to } = TRANSITIONS[type as keyof typeof TRANSITIONS];
    const outcome = (status: Status) => (from.includes(status) ? (to ?? status) : undefined);
    expect(Object.fromEntries(STATUSES.map((status) => [status, outcome(status)]))).toEqual(expected);
  });

  it('has a line for every act', () =>
    expect(LINES.map(([type]) => type).toSorted()).toEqual(Object.keys(TRANSITIONS).toSorted()));
});

describe('the transition table', () => {
  it('has a line for every event type of the ledger and no other', () => {
    expect(Object.keys(TRANSITIONS).toSorted()).toEqual([...EVENT_TYPES].toSorted());
  });

  it('reaches every standing from none', () => {
    const reached = new Set(['none']);
    for (let before = 0; before < reached.size; ) {
      before = reached.size;
      for (const { from, to } of Object.values(TRANSITIONS)) {
        if (to !== undefined && from.some((status) => reached.has(status))) reached.add(to);
      }
    }
    expect([...reached].toSorted()).toEqual([...STATUSES].toSorted());
  });
});

describe.each(LAW.rulebooks.map((rulebook) => [rulebook.id, rulebook] as const))('%s', (_, { acts }) => {
  it('rests acts of the ledger on its rules and names no others', () => {
    expect(Object.keys(acts).filter((type) => !isEventType(type))).toEqual([]);
  });
});

describe.each(Object.entries(CASE_MACHINES as Record<string, CaseMachine>))(
  'the machine of a %s',
  (_, machine) => {
    const steps = Object.values(machine.events).flatMap((moves) => Object.entries(moves ?? {}));

    it('leads only to steps that some event may follow, or that are final', () => {
      const left = new Set([...steps.map(([from]) => from), ...machine.final]);
      expect(steps.map(([, to]) => to).filter((to) => !left.has(to))).toEqual([]);
    });

    it('waits only at steps that some event leads to', () => {
      const led = new Set(['none', ...steps.map(([, to]) => to)]);
      expect(steps.map(([from]) => from).filter((from) => !led.has(from))).toEqual([]);
    });
  },
);
