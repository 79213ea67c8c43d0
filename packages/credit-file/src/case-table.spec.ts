import { describe, expect, it } from 'vitest';
import { CASE_MACHINES, type CaseMachine } from './case-table.ts';

/** A kind of case as the law has it. */
interface Course {
  /** Acts with the steps they may follow: `>` leads to a step, `=` leaves the case where it is. After a colon, an outcome. */
  readonly moves: string;
  /** Steps at which the case is over. */
  readonly over: readonly string[];
  readonly namedBy?: string;
  readonly recurs?: true;
  readonly keeps?: readonly string[];
}

const COURSES: Readonly<Record<keyof typeof CASE_MACHINES, Course>> = {
  commitment: {
    moves: `
      committed                        none checked breached > committed
      committed                        committed =
      commitment-checked               committed breached > checked
      commitment-checked               checked =
      commitment-breached              committed checked > breached
      commitment-breached              breached =
      rectification-verified           breached > committed
      rectification-verified           none committed checked =
      refiled                          committed checked breached > ended
      refiled                          none =
      deregistered                     committed checked breached > ended
      deregistered                     none =
      rectification-verified:result=rejected none committed checked breached =
    `,
    over: ['ended'],
  },
  amendment: {
    moves: `
      amended                          none > filed
      amendment-accepted               filed > accepted
      amendment-refused                filed > refused
      refiled                          filed > ended
      refiled                          none =
      deregistered                     filed > ended
      deregistered                     none =
    `,
    over: ['accepted', 'refused', 'ended'],
  },
  discipline: {
    moves: `
      interviewed                      none sanctioned > interviewed
      interviewed                      interviewed =
      rectification-ordered            none interviewed sanctioned > ordered
      warned                           interviewed > sanctioned
      warned                           sanctioned ordered rectified refused =
      criticised                       interviewed > sanctioned
      criticised                       sanctioned ordered rectified refused =
      penalised                        interviewed > sanctioned
      penalised                        sanctioned none ordered rectified refused =
      rectified                        ordered > rectified
      rectification-verified           rectified > verified
      rectification-refused            ordered rectified > refused
      refiled                          interviewed ordered sanctioned rectified refused > ended
      refiled                          none =
      deregistered                     interviewed ordered sanctioned rectified refused > ended
      deregistered                     none =
      rectification-verified:result=rejected rectified > ordered
    `,
    over: ['verified', 'ended'],
  },
  listing: {
    moves: `
      listing-notified                 none > notified
      statement-heard                  notified > heard
      statement-heard                  heard =
      listed                           none notified heard > listed
      delisted                         listed > delisted
    `,
    over: ['delisted'],
    namedBy: 'list',
    recurs: true,
  },
  objection: {
    moves: `
      objected                         none > objected
      objection-annotated              objected verified referred replied corrected escalated =
      objection-verified               objected > verified
      objection-referred               objected verified > referred
      clock-suspended                  objected verified referred =
      clock-resumed                    objected verified referred =
      objection-replied                referred > replied
      corrected                        objected verified replied > corrected
      withdrawn                        objected verified referred replied > withdrawn
      objection-resolved               objected verified referred replied corrected withdrawn > resolved
      objection-notified               corrected resolved =
      objection-annotation-removed     withdrawn resolved escalated =
      objection-escalated              resolved > escalated
      objection-overdue                objected verified referred replied corrected withdrawn =
    `,
    over: ['resolved', 'escalated'],
    namedBy: 'ref',
    keeps: ['addressee', 'disputes', 'ownError', 'to', 'outcome', 'stage'],
  },
  complaint: {
    moves: `
      complained                       none > complained
      complaint-accepted               complained > accepted
      complaint-resolved               accepted > resolved
      complaint-transferred            complained accepted > transferred
      complaint-overdue                accepted =
      complainant-notified             accepted resolved transferred =
    `,
    over: ['resolved', 'transferred'],
    namedBy: 'ref',
    keeps: ['ground', 'identityWithheld', 'outcome', 'to'],
  },
  repair: {
    moves: `
      repair-applied                   none > applied
      repair-accepted                  applied > accepted
      repair-refused                   applied accepted > refused
      repaired                         applied accepted > repaired
    `,
    over: ['refused', 'repaired'],
    namedBy: 'penalty',
    recurs: true,
    keeps: ['handler', 'methods', 'routedTo'],
  },
  'credit-report': {
    moves: `
      pbc-reviewed                     none > pbc-reviewed
      credit-report-filed              none pbc-reviewed > filed
      credit-report-accepted           filed > accepted
      credit-report-refused            filed > refused
      credit-report-published          accepted > published
      credit-report-objected           published > objected
      credit-report-objection-denied   objected > published
      credit-report-cleared            published > cleared
      credit-report-used               published cleared =
      credit-report-rejected           none pbc-reviewed filed accepted refused published objected cleared > rejected
    `,
    over: ['refused', 'cleared', 'rejected'],
    namedBy: 'reportNo',
    keeps: ['opinion', 'opinionNo', 'standard', 'issuedOn', 'validTo', 'use', 'usableFrom'],
  },
  pilot: {
    moves: `
      pilot-applied                    none > applied
      checked                          none applied designated =
      pilot-designated                 applied > designated
    `,
    over: ['designated'],
    keeps: ['branchProvinces', 'pbocLicence', 'clean', 'lookBackFrom', 'asOf'],
  },
  exit: {
    moves: `
      deregistration-applied           none > applied
      deregistered                     applied > deregistered
      database-disposed                deregistered > disposed
      refiled                          deregistered disposed > closed
      refiled                          none =
    `,
    over: ['disposed', 'closed'],
  },
};

/** The lines of a course, one for each act, step and outcome: `act: before > after`. */
const linesOf = ({ moves }: Course): readonly string[] =>
  moves
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [act = '', ...words] = line.trim().split(/ +/);
      const stays = words.at(-1) === '=';
      const before = words.slice(0, stays ? -1 : -2);
      return before.map((step) => `${act} ${step} > ${stays ? step : words.at(-1)}`);
    });

/** The same lines, from the machine. */
const linesIn = ({ events, outcomes = {} }: CaseMachine): readonly string[] => {
  const lines = (act: string, moves: Readonly<Record<string, string>>) =>
    Object.entries(moves).map(([before, after]) => `${act} ${before} > ${after}`);
  return [
    ...Object.entries(events).flatMap(([act, moves]) => lines(act, moves)),
    ...Object.entries(outcomes).flatMap(([act, { field, value, moves }]) =>
      lines(`${act}:${field}=${value}`, moves),
    ),
  ];
};

describe.each(Object.entries(COURSES))('the course of a case of %s', (kind, course) => {
  const machine: CaseMachine = CASE_MACHINES[kind as keyof typeof CASE_MACHINES];

  it('takes these steps and no others', () =>
    expect(linesIn(machine).toSorted()).toEqual(linesOf(course).toSorted()));

  it('ends, is named and remembers as the law asks', () => {
    const { final: over, ref: namedBy, refRecurs: recurs, keeps } = machine;
    const { moves: _, ...facts } = course;
    expect({ over, namedBy, recurs, keeps }).toEqual(facts);
  });
});

it('covers every kind of case', () =>
  expect(Object.keys(COURSES).toSorted()).toEqual(Object.keys(CASE_MACHINES).toSorted()));
