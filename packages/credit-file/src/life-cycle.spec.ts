import { describe, expect, it } from 'vitest';
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
