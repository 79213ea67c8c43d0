import type { CommandName, FileId } from '@ledger/schemas';
import { addDays, type Instant, type LegalDate, startOfDay } from '@ledger/statutory-calendar';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LAW_OF } from '../testing/law.ts';
import {
  agency,
  authority,
  filingOf,
  given,
  paper,
  type Scenario,
  type Step,
  system,
} from '../testing/scenario.ts';
import {
  CLAUSES,
  commitmentOf,
  department,
  GANZHOU,
  GANZHOU_OFFICER,
  reportOf,
  SHENYANG,
  SHENYANG_OFFICER,
  URUMQI,
} from '../testing/steps.ts';
import { systemDuties } from './duties.ts';
import { TRANSITIONS } from './transition-table.ts';

/** A place with its law, its officer and what an agency files there. */
const PLACES = [
  { law: LAW_OF.xinjiang, fileId: URUMQI, officer: authority, filing: {} },
  {
    law: LAW_OF.liaoning,
    fileId: SHENYANG,
    officer: SHENYANG_OFFICER,
    filing: { uscc: '91210102MAFAKE166P', registeredArea: '210102' },
  },
  {
    law: LAW_OF.zhangye,
    fileId: GANZHOU,
    officer: GANZHOU_OFFICER,
    filing: { uscc: '91620702MAFAKE22XE', registeredArea: '620702', serviceKinds: ['信用评级'] },
  },
] as const;
type Place = (typeof PLACES)[number];

/** What anyone might try on any day; most of it will be refused, and that is as it should be. */
const ATTEMPTS: Readonly<
  Partial<Record<CommandName, (place: Place, year: number) => Omit<Step, 'name' | 'at'>>>
> = {
  file: ({ filing }) => ({ by: agency, data: filingOf(filing) }),
  refile: ({ filing }) => ({ by: agency, data: filingOf(filing) }),
  'withdraw-filing': () => ({ by: agency }),
  commit: () => ({ by: agency, data: commitmentOf() }),
  'request-supplement': ({ officer }) => ({ by: officer, data: { missing: ['articles'] } }),
  supplement: () => ({ by: agency, data: { documents: [{ kind: 'articles', sha256: 'd'.repeat(64) }] } }),
  accept: ({ officer }) => ({ by: officer, data: { fileNo: 'F-1' } }),
  refuse: ({ officer }) => ({ by: officer, document: paper, data: { ground: 'SCOPE' } }),
  amend: (_, year) => ({
    by: agency,
    data: { field: 'agency_name', after: '新示例', changedOn: `${year - 1}-12-01` },
  }),
  'accept-amendment': ({ officer }) => ({ by: officer, data: {} }),
  report: (_, year) => ({ by: agency, data: reportOf(year - 1) }),
  'report-work': (_, year) => ({ by: agency, data: { half: 'H2', year: year - 1 } }),
  interview: ({ officer }) => ({ by: officer, document: paper, data: {} }),
  'order-rectification': ({ officer }) => ({
    by: officer,
    document: paper,
    data: { term: { amount: 5, unit: 'working-day' } },
  }),
  rectify: () => ({ by: agency, data: { evidence: [{ kind: 'report', sha256: 'f'.repeat(64) }] } }),
  'confirm-rectification': ({ officer }) => ({ by: officer, data: { result: 'rejected' } }),
  'refuse-rectification': ({ officer }) => ({ by: officer, document: paper, data: { reason: '拒不整改' } }),
  'find-breach': ({ officer }) => ({ by: officer, document: paper, data: { clause: CLAUSES[0] } }),
  'check-commitment': ({ officer }, year) => ({ by: officer, data: { year, fulfilled: true } }),
  revoke: ({ officer }) => ({ by: officer, document: paper, data: { ground: 'REFUSED-RECTIFICATION' } }),
  restore: ({ officer }) => ({ by: officer, data: { reason: '撤销决定自始无效' } }),
  penalise: () => ({ by: department, document: paper, data: { measure: '罚款', amountFen: 8_000_000 } }),
  'apply-deregistration': () => ({ by: agency, data: { reason: 'MERGER' } }),
  deregister: ({ officer }) => ({ by: officer, data: { reason: 'MERGER' } }),
};

/** A life of up to forty attempts, some days apart. */
const anyLife = fc.record({
  place: fc.constantFrom(...PLACES),
  attempts: fc.array(
    fc.record({
      name: fc.constantFrom(...(Object.keys(ATTEMPTS) as CommandName[])),
      days: fc.integer({ min: 0, max: 60 }),
    }),
    { minLength: 5, maxLength: 40 },
  ),
});

/** Tells a life that begins with a filing, the system attending to the file every time somebody acts. */
function told(
  {
    place,
    attempts,
  }: { readonly place: Place; readonly attempts: readonly { name: CommandName; days: number }[] },
  each: (before: Scenario, after: Scenario) => void,
): Scenario {
  let story = given([], place.fileId as FileId);
  let day = '2024-03-04' as LegalDate;
  const act = (step: Step) => {
    const after = story.when(step);
    each(story, after);
    story = after;
  };
  for (const { name, days } of [
    { name: 'file' as const, days: 0 },
    { name: 'accept' as const, days: 3 },
    ...attempts,
  ]) {
    day = addDays(day, days);
    const at = `${day}T10:00:00+08:00`;
    attend(story, place, at, act);
    const attempt = ATTEMPTS[name]?.(place, Number(day.slice(0, 4)));
    if (attempt !== undefined) act({ ...attempt, name, at });
  }
  attend(story, place, `${day}T12:00:00+08:00`, act);
  return story;
}

/** The system does what it has to, one after another, until nothing is left. */
function attend(story: Scenario, { law }: Place, now: string, act: (step: Step) => void): void {
  let current = story;
  for (let left = 50; left > 0; left--) {
    const [duty] = systemDuties(current.history.file, law, now as Instant);
    if (duty === undefined) return;
    const step: Step = { name: duty.name, at: now, occurredAt: duty.at, by: system, data: duty.data };
    const after = current.when(step);
    if (after.decision !== undefined && 'refused' in after.decision)
      throw new Error(`${duty.name} at ${duty.at}: ${after.decision.refused.detail}`);
    act(step);
    current = after;
  }
  throw new Error('the system never comes to an end');
}

describe('what the system has to do by itself', () => {
  it('is decided whenever it is due, and once done is due no more, whatever life a file has had', () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        const { history } = told(life, () => {});
        const last = history.events.at(-1)?.metadata.recordedAt;
        if (last !== undefined)
          expect(systemDuties(history.file, life.place.law, last as Instant)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('and leads nowhere that the transition table does not', () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        told(life, (before, after) => {
          let { status } = before.history.file.standing;
          for (const { type } of after.history.events.slice(before.history.events.length)) {
            expect(TRANSITIONS[type].from).toContain(status);
            status = TRANSITIONS[type].to ?? status;
          }
          expect(after.history.file.standing.status).toBe(status);
        });
      }),
      { numRuns: 200 },
    );
  });

  it('is nothing on a file that nobody has filed', () =>
    expect(
      systemDuties(given([]).history.file, LAW_OF.xinjiang, startOfDay('2030-01-01' as LegalDate)),
    ).toEqual([]));
});
