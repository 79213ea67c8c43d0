import { isAdverse } from '@ledger/schemas';
import { STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { agency, authority, filingOf, given, paper, type Step } from '../testing/scenario.ts';
import { bySystem, ON_FILE, reportOf, URUMQI } from '../testing/steps.ts';
import { admit } from './admit.ts';
import { asFileEvent } from './file-event.ts';
import { emptyHistory, fileAt, historyOf } from './history.ts';

const filed: Step = { name: 'file', at: '2025-03-03T10:00:00+08:00', by: agency, data: filingOf() };

describe('an act of an earlier day, recorded late', () => {
  const refused = given([
    filed,
    {
      name: 'refuse',
      at: '2025-03-07T10:00:00+08:00',
      by: authority,
      document: paper,
      data: { ground: 'SCOPE', reason: '经营范围不含信用服务' },
    },
  ]);
  const late: Step = {
    name: 'request-supplement',
    at: '2025-03-10T10:00:00+08:00',
    occurredAt: '2025-03-05T10:00:00+08:00',
    by: authority,
    data: { missing: ['articles'] },
  };
  const says =
    'supplement-requested was open on 2025-03-05T10:00:00+08:00, but the file has become refused since; undo that first';

  it('does not undo the refusal that came after it', () =>
    refused.when(late).thenRefused('FILE_IN_OTHER_STATE', 'XJ-8-2').thenSays(says).thenStatus('refused'));

  it('nor does it when imported', () => {
    const { history } = refused;
    const { decision } = given([filed]).when(late);
    const [act] = decision !== undefined && 'events' in decision ? decision.events : [];
    expect(act && admit(history, act, STATE_COUNCIL_CALENDAR)).toMatchObject({
      code: 'FILE_IN_OTHER_STATE',
      detail: says,
    });
  });

  it('that moves no standing is taken, whatever the file has become', () =>
    refused
      .when({
        name: 'route',
        at: '2025-03-10T10:00:00+08:00',
        occurredAt: '2025-03-04T10:00:00+08:00',
        by: authority,
        data: {},
      })
      .thenEvents('routed')
      .thenStatus('refused'));
});

describe('the file as it stood at an instant', () => {
  const revoked = bySystem('declare-report-overdue', '2025-07-01T00:00:00+08:00', { reportYear: 2024 });
  const handedIn: Step = {
    name: 'report',
    at: '2025-07-02T09:15:00+08:00',
    occurredAt: '2025-06-29T22:10:00+08:00',
    by: authority,
    data: reportOf(2024),
  };
  const { history } = given([...ON_FILE, revoked, handedIn]);
  const at = (instant: string) => {
    const { standing, annualReports } = fileAt(history, instant);
    return [standing.status, annualReports.map(({ year }) => year)];
  };

  it.each([
    ['2024-03-04T09:59:59+08:00', ['none', []]],
    ['2024-03-04T10:00:00+08:00', ['under-review', []]],
    ['2025-06-29T22:09:59+08:00', ['on-file', []]],
    ['2025-06-29T22:10:00+08:00', ['on-file', [2024]]],
    ['2025-06-30T23:59:59+08:00', ['on-file', [2024]]],
    ['2025-07-01T00:00:00+08:00', ['revoked', [2024]]],
    ['2025-07-02T09:15:00+08:00', ['revoked', [2024]]],
  ])('at %s knows what took effect by then, recorded whenever: %j', (instant, expected) =>
    expect(at(instant)).toEqual(expected),
  );

  it('is told alike by its events and by their reading', () => {
    expect(historyOf(URUMQI, history.events)).toEqual(history);
    expect(historyOf(URUMQI, [])).toEqual(emptyHistory(URUMQI));
  });

  it('knows no event of another kind than the ledger has', () => {
    const [event] = history.events;
    if (event === undefined) throw new Error('a history has events');
    expect(asFileEvent(event)).toBe(event);
    expect(asFileEvent({ ...event, type: 'made-up' as never })).toBeUndefined();
  });
});

describe('imported history, written under other forms', () => {
  const act = (type: string, data: object, more: object = {}) => ({
    type,
    data,
    occurredAt: '2025-03-07T10:00:00+08:00',
    actor: authority,
    basis: ['XJ-9-1'],
    rulebook: 'xj-measures-draft@2024-01-01',
    ...more,
  });
  const { history } = given([filed]);
  const refusal = { ground: 'SCOPE', reason: '经营范围不含信用服务' };

  it('may lack the document of an adverse act, which a live one may not', () => {
    expect(isAdverse('refused')).toBe(true);
    expect(admit(history, act('refused', refusal), STATE_COUNCIL_CALENDAR)).toBeUndefined();
    given([filed])
      .when({ name: 'refuse', at: '2025-03-07T10:00:00+08:00', by: authority, data: refusal })
      .thenRefused('DOCUMENT_REQUIRED', 'XJ-9-1');
  });

  it('keeps to the law that it names all the same', () =>
    expect(
      admit(history, act('refused', refusal, { basis: ['LNR-53-1'] }), STATE_COUNCIL_CALENDAR),
    ).toMatchObject({ code: 'FOREIGN_BASIS' }));

  it.each([
    ['that nobody knows', 'xj-measures-draft@1999-01-01'],
    ['of another place', 'ln-regulation@2022-01-01'],
  ])('is judged under no rulebook %s', (_, rulebook) =>
    expect(admit(history, act('refused', refusal, { rulebook }), STATE_COUNCIL_CALENDAR)).toEqual({
      code: 'RULEBOOK_UNKNOWN',
      kind: 'rule',
      basis: [],
      detail: `${rulebook} is no rulebook of the jurisdiction of 650000-91650102MAFAKE019H`,
    }),
  );

  it('holds no act that no schema knows: whoever lets one in has broken the ledger', () =>
    expect(() => admit(history, act('made-up', {}) as never, STATE_COUNCIL_CALENDAR)).toThrow(
      'an event type that no schema knows was let in: made-up',
    ));
});
