import type { FileId } from '@ledger/schemas';
import { STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { agency, authority, filingOf, given, type Step } from '../testing/scenario.ts';
import { admit } from './admit.ts';
import { emptyFile } from './credit-file.ts';
import { evolve } from './evolve.ts';
import { emptyHistory } from './history.ts';

const FILE = '650000-91650102MAFAKE019H' as FileId;
const filed: Step = { name: 'file', at: '2025-03-03T10:00:00+08:00', by: agency, data: filingOf() };
const accepted: Step = {
  name: 'accept',
  at: '2025-03-11T15:30:00+08:00',
  by: authority,
  data: { fileNo: 'XJ-2025-0001' },
};

describe('an act happens now, or has happened', () => {
  it('is refused a second before it happens', () =>
    void given([])
      .when({ ...filed, by: authority, occurredAt: '2025-03-03T10:00:01+08:00' })
      .thenRefused('ACT_IN_THE_FUTURE')
      .thenSays(
        '2025-03-03T10:00:01+08:00 is after now, 2025-03-03T10:00:00+08:00; send the act when it has happened',
      ));

  it('is taken at the very instant', () =>
    void given([])
      .when({ ...filed, occurredAt: '2025-03-03T10:00:00+08:00' })
      .thenEvents('filed'));

  it('is dated back by no agency', () =>
    void given([])
      .when({ ...filed, occurredAt: '2025-03-03T09:59:59+08:00' })
      .thenRefused('AUTHOR_NOT_ENTITLED'));
});

describe('imported history', () => {
  const line = {
    type: 'filed',
    data: { ...filingOf(), annualReportExempt: false },
    occurredAt: '2025-03-03T10:00:00+08:00',
    actor: agency,
    basis: ['XJ-8-2'],
  };

  it.each(['xj-measures-draft@1999-01-01', 'ln-regulation@2022-01-01'])(
    'is not admitted under %s',
    (rulebook) => {
      const refusal = admit(emptyHistory(FILE), { ...line, rulebook }, STATE_COUNCIL_CALENDAR);
      expect(refusal).toMatchObject({ code: 'RULEBOOK_UNKNOWN' });
    },
  );

  it('is admitted under the rulebook of its own jurisdiction', () => {
    const rulebook = 'xj-measures-draft@2024-01-01';
    expect(admit(emptyHistory(FILE), { ...line, rulebook }, STATE_COUNCIL_CALENDAR)).toBeUndefined();
  });
});

describe('the fold', () => {
  const { history } = given([filed, accepted]);
  const [first] = history.events;

  it('moves the agency to its new registered area when the change is accepted, and not before (XJ-12-2)', () => {
    const amended = { field: 'registered_area', after: '650203', changedOn: '2025-04-01' };
    const before = evolve(history.file, { ...first, type: 'amended', data: amended } as never);
    expect(before.division).toBe('650102');
    const after = evolve(before, { ...first, type: 'amendment-accepted', data: { reviewDays: 1 } } as never);
    expect(after.division).toBe('650203');
    expect(after.pendingAmendment).toBeUndefined();
  });

  it('lets a restoration restore nothing but a revocation', () => {
    const data = { reversesType: 'revoked', reason: '更正' };
    const restored = { ...first, type: 'restored', data } as never;
    expect(evolve(emptyFile(FILE), restored).standing).toEqual({ status: 'none' });
    expect(evolve(history.file, restored).standing).toEqual(history.file.standing);
  });
});
