import type { PublicationClass } from '@ledger/rulebooks';
import { describe, expect, it } from 'vitest';
import { LAW_OF } from '../../testing/law.ts';
import { agency, given, paper, type Step, system } from '../../testing/scenario.ts';
import {
  adverse,
  department,
  GANZHOU,
  ON_FILE,
  ON_FILE_IN_LIAONING,
  ON_FILE_IN_ZHANGYE,
  SHENYANG,
  SHENYANG_OFFICER,
} from '../../testing/steps.ts';
import { runningListings } from '../credit-file.ts';
import { systemDuties } from '../duties.ts';
import { runningMeasures } from '../listing/listings.ts';
import { runningClocks } from '../processes.ts';
import { standingRecords } from './records.ts';

const NUMBER = '示例罚字〔2025〕1号';

/** A penalty determined on a day. */
const penalty = (day: string, publicationClass?: PublicationClass): Step => ({
  name: 'penalise',
  at: `${day}T10:00:00+08:00`,
  by: department,
  document: { ...paper, number: NUMBER, date: day },
  basis: ['LNR-53-1'],
  data: {
    measure: '罚款',
    amountFen: 8_000_000,
    violation: 'FALSE-SOLICITATION',
    target: 'agency',
    ...(publicationClass === undefined ? {} : { publicationClass }),
  },
});
const apply = (at: string, data: Step['data'] = {}): Step => ({
  name: 'apply-for-repair',
  at,
  by: agency,
  data: { penalty: NUMBER, methods: ['信用承诺', '信用整改'], ...data },
});
const accept = (at: string): Step => ({
  name: 'accept-repair',
  at,
  by: SHENYANG_OFFICER,
  data: { penalty: NUMBER, handler: 'officer-05' },
});
const complete = (at: string): Step => ({
  name: 'complete-repair',
  at,
  by: SHENYANG_OFFICER,
  data: { penalty: NUMBER, result: '停止披露，终止惩戒' },
});
const unpublish = (at: string): Step => ({ name: 'unpublish', at, by: system, data: { what: NUMBER } });
const inLiaoning = (...steps: readonly Step[]) => given([...ON_FILE_IN_LIAONING, ...steps], SHENYANG);
const publicationOf = (...steps: readonly Step[]) =>
  runningClocks(inLiaoning(...steps).history.file, LAW_OF.liaoning).filter(
    ({ kind }) => kind === 'publication',
  );

describe('LNR-39-1: six ways of repair, once the conduct is corrected', () => {
  const methods = LAW_OF.liaoning.rulebook.rights.repairMethods.value;

  it('are those of the text', () =>
    expect(methods).toEqual(['信用承诺', '信用整改', '信用核查', '专题培训', '信用报告', '公益慈善活动']));

  it.each(methods)('%s, beside the public commitment', (method) => {
    inLiaoning(penalty('2025-02-03'))
      .when(apply('2025-06-03T10:00:00+08:00', { methods: [...new Set(['信用承诺', method])] }))
      .thenEvents('repair-applied');
  });

  it('and no other', () =>
    inLiaoning(penalty('2025-02-03'))
      .when(apply('2025-06-03T10:00:00+08:00', { methods: ['信用承诺', '捐款'] }))
      .thenRefused('REPAIR_METHOD_UNKNOWN', 'LNR-39-1')
      .thenSays(
        '捐款 is no way of repair; there are 信用承诺、信用整改、信用核查、专题培训、信用报告、公益慈善活动',
      ));

  it('not while an order to rectify is open', () => {
    const order: Step = {
      name: 'order-rectification',
      at: '2025-05-06T10:00:00+08:00',
      by: SHENYANG_OFFICER,
      document: paper,
      data: { term: { amount: 15, unit: 'working-day' } },
    };
    const interview: Step = {
      ...order,
      name: 'interview',
      at: '2025-05-06T09:00:00+08:00',
      data: { code: 'FALSE-SOLICITATION' },
    };
    inLiaoning(penalty('2025-02-03'), interview, order)
      .when(apply('2025-06-03T10:00:00+08:00'))
      .thenRefused('REPAIR_CONDITION_OPEN', 'LNR-39-1')
      .thenSays('an order to rectify is not fulfilled; let the rectification be confirmed first');
  });

  it('of what lies in the past, once it was put right or never had to be', () => {
    const interview = adverse(
      'interview',
      '2025-05-06T09:00:00+08:00',
      { code: 'FALSE-SOLICITATION' },
      { by: SHENYANG_OFFICER },
    );
    const order = adverse(
      'order-rectification',
      '2025-05-06T10:00:00+08:00',
      { term: { amount: 15, unit: 'working-day' } },
      { by: SHENYANG_OFFICER },
    );
    const warning = adverse(
      'warn',
      '2025-05-07T10:00:00+08:00',
      { code: 'FALSE-SOLICITATION' },
      { by: SHENYANG_OFFICER },
    );
    const rectified: Step = {
      name: 'rectify',
      at: '2025-05-08T10:00:00+08:00',
      by: agency,
      data: { evidence: [{ kind: 'rectification-report', sha256: 'f'.repeat(64) }] },
    };
    const confirmed: Step = {
      name: 'confirm-rectification',
      at: '2025-05-09T10:00:00+08:00',
      by: SHENYANG_OFFICER,
      data: { result: 'accepted' },
    };
    for (const conduct of [[interview], [interview, warning], [interview, order, rectified, confirmed]]) {
      inLiaoning(penalty('2025-02-03'), ...conduct)
        .when(apply('2025-06-03T10:00:00+08:00'))
        .thenEvents('repair-applied');
    }
    inLiaoning(penalty('2025-02-03'), interview, order, rectified)
      .when(apply('2025-06-03T10:00:00+08:00'))
      .thenRefused('REPAIR_CONDITION_OPEN', 'LNR-39-1');
  });

  it('names each way that is none', () =>
    inLiaoning(penalty('2025-02-03'))
      .when(apply('2025-06-03T10:00:00+08:00', { methods: ['信用承诺', '捐款', '道歉'] }))
      .thenRefused('REPAIR_METHOD_UNKNOWN', 'LNR-39-1')
      .thenSays(
        '捐款、道歉 is no way of repair; there are 信用承诺、信用整改、信用核查、专题培训、信用报告、公益慈善活动',
      ));

  it('not of what does not stand on the file', () =>
    inLiaoning()
      .when(apply('2025-06-03T10:00:00+08:00'))
      .thenRefused('NO_SUCH_RECORD', 'LNR-39-1')
      .thenSays('nothing that could be repaired stands on this file'));
});

describe('LNR-7-2: a repair goes to the organ that determined', () => {
  it('by itself', () =>
    inLiaoning(penalty('2025-02-03'))
      .when(apply('2025-06-03T10:00:00+08:00'))
      .thenData(0, { routedTo: 'market-supervision' }));
});

describe('LNR-39-2: named staff, in a term, free', () => {
  it('takes no fee', () =>
    inLiaoning(penalty('2025-02-03'))
      .when(apply('2025-06-03T10:00:00+08:00', { feeFen: 1 }))
      .thenRefused('FEE_FORBIDDEN', 'LNR-39-2')
      .thenSays('repair is free; charge nothing'));

  it('takes it up by a named handler, with the day by which it is decided', () =>
    inLiaoning(penalty('2025-02-03'), apply('2025-06-03T10:00:00+08:00'))
      .when(accept('2025-06-04T10:00:00+08:00'))
      .thenData(0, { handler: 'officer-05', due: { date: '2025-06-18', amount: 10, unit: 'working-day' } }));

  it('completes nothing that nobody has taken up', () =>
    inLiaoning(penalty('2025-02-03'), apply('2025-06-03T10:00:00+08:00'))
      .when(complete('2025-06-04T10:00:00+08:00'))
      .thenRefused('REPAIR_CONDITION_OPEN', 'LNR-39-2')
      .thenSays('accept the application first and name who handles it'));

  it('may refuse, and be asked again', () =>
    inLiaoning(penalty('2025-02-03'), apply('2025-06-03T10:00:00+08:00'))
      .when({
        name: 'refuse-repair',
        at: '2025-06-04T10:00:00+08:00',
        by: SHENYANG_OFFICER,
        data: { penalty: NUMBER, reason: '整改材料不全' },
      })
      .thenEvents('repair-refused')
      .when(apply('2025-07-03T10:00:00+08:00'))
      .thenEvents('repair-applied'));
});

describe('LNR-39-3: repaired ends disclosure and measures', () => {
  it('in the same decision', () => {
    const { file } = inLiaoning(
      penalty('2025-02-03'),
      apply('2025-06-03T10:00:00+08:00'),
      accept('2025-06-04T10:00:00+08:00'),
    )
      .when(complete('2025-06-09T10:00:00+08:00'))
      .thenEvents('repaired', 'unpublished')
      .thenData(1, { what: NUMBER }).history;
    expect(standingRecords(file)).toEqual([]);
    expect(file.records).toMatchObject([{ number: NUMBER, ended: { by: 'repaired' } }]);
  });

  it('and the publication clock with it', () =>
    expect(
      publicationOf(
        penalty('2025-02-03'),
        apply('2025-06-03T10:00:00+08:00'),
        accept('2025-06-04T10:00:00+08:00'),
        complete('2025-06-09T10:00:00+08:00'),
      ),
    ).toEqual([]));
});

/** A listing with a measure, of the serious class. */
const listing: readonly Step[] = [
  {
    name: 'notify-listing',
    at: '2025-01-06T10:00:00+08:00',
    by: department,
    data: { list: '严重失信主体名单', reasons: '示例', remedies: '陈述申辩', exitConditions: '履行完毕' },
  },
  { name: 'hear-statement', at: '2025-01-08T10:00:00+08:00', by: department, data: { outcome: '不采纳' } },
  {
    name: 'list',
    at: '2025-01-09T10:00:00+08:00',
    by: department,
    document: { ...paper, number: NUMBER, date: '2025-01-09' },
    data: { list: '严重失信主体名单', field: 'MARKET-ORDER', measures: [{ measure: '限制容缺受理' }] },
  },
];

describe('LNR-30-2: no measure outlives the repair or the term of publication', () => {
  it('repair takes the agency off the list and ends its measures', () => {
    const { file } = inLiaoning(
      ...listing,
      apply('2026-02-02T10:00:00+08:00'),
      accept('2026-02-03T10:00:00+08:00'),
    )
      .when(complete('2026-02-09T10:00:00+08:00'))
      .thenEvents('repaired', 'delisted', 'unpublished', 'measure-ended').history;
    expect(runningListings(file)).toEqual([]);
    expect(runningMeasures(file)).toEqual([]);
  });

  it('what is withdrawn carries no measure', () =>
    inLiaoning(...listing)
      .when({
        name: 'object',
        at: '2025-02-03T10:00:00+08:00',
        by: agency,
        data: { ref: 'O-1', claim: '来源不明', addressee: 'public-body', disputes: NUMBER },
      })
      .when({
        name: 'withdraw-information',
        at: '2025-02-05T10:00:00+08:00',
        by: SHENYANG_OFFICER,
        data: { ref: 'O-1', what: NUMBER, reason: '无法核实真实性' },
      })
      .thenEvents('withdrawn', 'measure-ended'));

  it('at the maximum term the measures end though the listing runs', () =>
    inLiaoning(...listing)
      .when(unpublish('2028-01-10T00:00:00+08:00'))
      .thenEvents('unpublished', 'measure-ended'));
});

describe('NR58-1: Order 58, in force to 2026-03-31', () => {
  it('lets repair be asked for after three months, not on their last day', () => {
    inLiaoning(penalty('2025-02-03'))
      .when(apply('2025-05-03T10:00:00+08:00'))
      .thenRefused('REPAIR_TOO_EARLY', 'NR58-1')
      .thenSays('the minimum term of publication has not passed; ask for repair from 2025-05-04');
    inLiaoning(penalty('2025-02-03')).when(apply('2025-05-04T10:00:00+08:00')).thenEvents('repair-applied');
  });

  it('after a year for the serious class', () => {
    inLiaoning(penalty('2025-02-03', 'serious'))
      .when(apply('2026-02-03T10:00:00+08:00'))
      .thenRefused('REPAIR_TOO_EARLY', 'NR58-1');
    inLiaoning(penalty('2025-02-03', 'serious'))
      .when(apply('2026-02-04T10:00:00+08:00'))
      .thenEvents('repair-applied');
  });

  it('asks for the public commitment', () =>
    inLiaoning(penalty('2025-02-03'))
      .when(apply('2025-06-03T10:00:00+08:00', { methods: ['信用整改'] }))
      .thenRefused('REPAIR_CONDITION_OPEN', 'NR58-1')
      .thenSays('repair also needs 信用承诺'));

  it('is cited in Xinjiang by default, while it is in force', () => {
    const story = given([...ON_FILE, { ...penalty('2025-02-03'), basis: ['XJ-17-1'] }])
      .when(apply('2025-06-03T10:00:00+08:00'))
      .thenEvents('repair-applied');
    expect(story.history.events.at(-1)?.metadata.basis).toEqual(['NR58-1']);
  });

  it('is not cited on 2026-04-01', () =>
    inLiaoning(penalty('2025-02-03'))
      .when({ ...apply('2026-04-01T00:00:00+08:00'), basis: ['NR58-1'] })
      .thenRefused('INSTRUMENT_NOT_IN_FORCE', 'NR58-1')
      .thenSays('NR58-1 is not in force on 2026-04-01; cite NR36-1'));
});

describe('NR36-1: Order 36, in force from 2026-04-01', () => {
  it('is not cited the day before', () =>
    inLiaoning(penalty('2025-02-03'))
      .when({ ...apply('2026-03-31T23:59:59+08:00'), basis: ['NR36-1'] })
      .thenRefused('INSTRUMENT_NOT_IN_FORCE', 'NR36-1'));

  it('publishes the general class for a year, the serious for three, the minor not at all', () => {
    expect(publicationOf(penalty('2026-04-07', 'general'))).toMatchObject([
      { rule: 'NR36-1', startedOn: '2026-04-07', lastDay: '2027-04-07' },
    ]);
    expect(publicationOf(penalty('2026-04-07', 'serious'))).toMatchObject([{ lastDay: '2029-04-07' }]);
    expect(publicationOf(penalty('2026-04-07', 'minor'))).toEqual([]);
  });

  it('lets the minor class be repaired at once', () =>
    inLiaoning(penalty('2026-04-07', 'minor'))
      .when(apply('2026-04-07T15:00:00+08:00'))
      .thenEvents('repair-applied'));

  it('ends publication at 00:00 after the last day, by the system (G-30)', () => {
    const steps = [...ON_FILE_IN_LIAONING, penalty('2026-04-07')];
    const duties = (now: string) =>
      systemDuties(given(steps, SHENYANG).history.file, LAW_OF.liaoning, now as never).filter(
        ({ name }) => name === 'unpublish',
      );
    expect(duties('2027-04-07T23:59:59+08:00')).toEqual([]);
    expect(duties('2027-04-08T00:00:00+08:00')).toEqual([
      { name: 'unpublish', data: { what: NUMBER }, at: '2027-04-08T00:00:00+08:00' },
    ]);
    inLiaoning(penalty('2026-04-07'))
      .when(unpublish('2027-04-07T23:59:59+08:00'))
      .thenRefused('PUBLICATION_RUNNING', 'NR36-1')
      .thenSays('示例罚字〔2025〕1号 is published to the end of 2027-04-07, or until it is repaired');
    const after = inLiaoning(penalty('2026-04-07')).when(unpublish('2027-04-08T00:00:00+08:00'));
    expect(
      systemDuties(after.history.file, LAW_OF.liaoning, '2027-04-09T00:00:00+08:00' as never),
    ).not.toContainEqual(expect.objectContaining({ name: 'unpublish' }));
  });

  it('one document that determines twice is published to the later end', () => {
    const second: Step = {
      ...penalty('2026-04-07', 'serious'),
      at: '2026-04-07T11:00:00+08:00',
      basis: ['LNR-53-2'],
      data: {
        measure: '罚款',
        amountFen: 1_000_000,
        violation: 'FALSE-SOLICITATION',
        target: 'person',
        person: '于测试',
        publicationClass: 'serious',
      },
    };
    inLiaoning(penalty('2026-04-07'), second)
      .when(unpublish('2027-04-08T00:00:00+08:00'))
      .thenRefused('PUBLICATION_RUNNING');
    const { file } = inLiaoning(penalty('2026-04-07'), second).history;
    expect(systemDuties(file, LAW_OF.liaoning, '2029-04-08T00:00:00+08:00' as never)).toContainEqual({
      name: 'unpublish',
      data: { what: NUMBER },
      at: '2029-04-08T00:00:00+08:00',
    });
  });

  it('cuts short what began under Order 58, but not before its own force (G-29)', () => {
    expect(publicationOf(penalty('2025-10-20'))).toMatchObject([{ rule: 'NR36-1', lastDay: '2026-10-20' }]);
    expect(publicationOf(penalty('2024-04-22'))).toMatchObject([{ rule: 'NR36-1', lastDay: '2026-03-31' }]);
    expect(publicationOf(penalty('2025-10-20', 'serious'))).toMatchObject([
      { rule: 'NR58-1', lastDay: '2028-10-20' },
    ]);
  });
});

describe('LNR-39-4: companies in reorganisation have a ground of their own', () => {
  it('which the application states', () =>
    inLiaoning(penalty('2025-02-03'))
      .when(apply('2025-06-03T10:00:00+08:00', { ground: 'REORGANISATION' }))
      .thenData(0, { ground: 'REORGANISATION' }));
});

describe('ND-2.5-1, ZY-2.6-1: training counts as a way of repair', () => {
  it('in Zhangye, beside the public commitment', () =>
    given([...ON_FILE_IN_ZHANGYE, ...listingIn()], GANZHOU)
      .when(apply('2026-02-02T10:00:00+08:00', { methods: ['信用承诺', '信用修复培训'] }))
      .thenEvents('repair-applied'));
});

function listingIn(): readonly Step[] {
  return listing.map((step) => ({
    ...step,
    data: { ...step.data, ...('list' in (step.data ?? {}) ? { list: '黑名单' } : {}) },
  }));
}

describe('NR36-1: a portal ends the publication of a whole class of information by its name', () => {
  const unpublishClass = (at: string): Step => ({ ...unpublish(at), data: { what: '行政处罚信息' } });

  it('every penalty that stands is over then, and nothing is left to be done', () => {
    const { history } = given(
      [
        ...ON_FILE_IN_LIAONING,
        penalty('2026-04-07'),
        {
          ...penalty('2026-04-08'),
          document: { ...paper, number: '示例罚字〔2026〕2号', date: '2026-04-08' },
        },
        unpublishClass('2027-04-09T00:00:00+08:00'),
      ],
      SHENYANG,
    );
    expect(history.file.records.map(({ ended }) => ended?.by)).toEqual(['unpublished', 'unpublished']);
    expect(
      systemDuties(history.file, LAW_OF.liaoning, '2027-05-01T00:00:00+08:00' as never).filter(
        ({ name }) => name === 'unpublish',
      ),
    ).toEqual([]);
  });

  it('and not while one of them is still published', () =>
    given(
      [
        ...ON_FILE_IN_LIAONING,
        penalty('2026-04-07'),
        {
          ...penalty('2026-05-08'),
          document: { ...paper, number: '示例罚字〔2026〕2号', date: '2026-05-08' },
        },
      ],
      SHENYANG,
    )
      .when(unpublishClass('2027-04-09T00:00:00+08:00'))
      .thenRefused('PUBLICATION_RUNNING', 'NR36-1'));
});

const SECOND = '示例罚字〔2025〕2号';
const secondPenalty: Step = {
  ...penalty('2025-03-03'),
  by: { ...department, org: 'tax-bureau' },
  document: { ...paper, number: SECOND, date: '2025-03-03' },
};

describe('which determination a repair is about', () => {
  const both = [penalty('2025-02-03'), secondPenalty];
  const unnamed = (step: Step, data: Readonly<Record<string, unknown>>): Step => ({ ...step, data });
  const ended = (...steps: readonly Step[]) =>
    inLiaoning(...both, ...steps).history.file.records.map((record) => record.ended?.by);

  it('the one whose document it names, which goes to the organ that determined it', () => {
    inLiaoning(...both)
      .when(apply('2025-07-03T10:00:00+08:00', { penalty: SECOND }))
      .thenData(0, { routedTo: 'tax-bureau' });
  });

  it('the oldest that stands, where it names none', () =>
    inLiaoning(...both)
      .when(unnamed(apply('2025-07-03T10:00:00+08:00'), { methods: ['信用承诺'] }))
      .thenData(0, { routedTo: 'market-supervision' }));

  it('to its end the one that was applied for, though only the application named it', () =>
    expect(
      ended(
        apply('2025-07-03T10:00:00+08:00', { penalty: SECOND }),
        unnamed(accept('2025-07-04T10:00:00+08:00'), { handler: 'officer-05' }),
        unnamed(complete('2025-07-07T10:00:00+08:00'), { result: '停止披露' }),
      ),
    ).toEqual([undefined, 'repaired']));

  it('none that nobody made, and the answer names those that stand', () =>
    inLiaoning(...both)
      .when(apply('2025-07-03T10:00:00+08:00', { penalty: '示例罚字〔2020〕9号' }))
      .thenRefused('NO_SUCH_RECORD', 'LNR-39-1')
      .thenSays(`name the document of a determination that stands: ${NUMBER}、${SECOND}`));

  it('none that is repaired already', () =>
    inLiaoning(
      ...both,
      apply('2025-07-03T10:00:00+08:00'),
      accept('2025-07-04T10:00:00+08:00'),
      complete('2025-07-07T10:00:00+08:00'),
    )
      .when(apply('2025-07-08T10:00:00+08:00'))
      .thenRefused('NO_SUCH_RECORD', 'LNR-39-1')
      .thenSays(`name the document of a determination that stands: ${SECOND}`));
});

describe('the terms of a repair', () => {
  const clocksOf = (...steps: readonly Step[]) =>
    runningClocks(inLiaoning(penalty('2025-02-03'), ...steps).history.file, LAW_OF.liaoning).filter(
      ({ kind }) => kind.startsWith('repair'),
    );
  const applied = apply('2025-06-03T10:00:00+08:00');
  const taken = accept('2025-06-04T10:00:00+08:00');

  it('none before it is asked for, nor once it is over', () => {
    expect(clocksOf()).toEqual([]);
    expect(clocksOf(applied, taken, complete('2025-06-09T10:00:00+08:00'))).toEqual([]);
  });

  it('a target for taking it up, then one for deciding it', () => {
    expect(clocksOf(applied)).toMatchObject([
      {
        kind: 'repair-acceptance',
        caseId: 'repair-1',
        startedOn: '2025-06-03',
        lastDay: '2025-06-10',
        target: true,
      },
    ]);
    expect(clocksOf(applied, taken)).toMatchObject([
      { kind: 'repair', rule: 'NR58-1', caseId: 'repair-1', startedOn: '2025-06-04', lastDay: '2025-06-18' },
    ]);
  });

  it('and of publication, to the day', () =>
    expect(publicationOf(penalty('2026-04-07'))).toStrictEqual([
      {
        kind: 'publication',
        rule: 'NR36-1',
        startedOn: '2026-04-07',
        lastDay: '2027-04-07',
        provisional: false,
      },
    ]));
});

describe('what a repair of one of two listings ends', () => {
  const tax = '严重失信主体名单（税务）';
  const other: readonly Step[] = listing.map((step) => ({
    ...step,
    at: step.at.replace('2025-01', '2025-02'),
    ...(step.document === undefined ? {} : { document: { ...step.document, number: SECOND } }),
    data: {
      ...step.data,
      ...('list' in (step.data ?? {}) ? { list: tax } : {}),
      ...('measures' in (step.data ?? {}) ? { measures: [{ measure: '限制参加政府采购' }] } : {}),
    },
  }));
  const repaired = () =>
    inLiaoning(...listing, ...other, apply('2026-03-02T10:00:00+08:00', { penalty: SECOND }), {
      ...accept('2026-03-03T10:00:00+08:00'),
      data: { penalty: SECOND, handler: 'officer-05' },
    }).when({ ...complete('2026-03-09T10:00:00+08:00'), data: { penalty: SECOND, result: '停止披露' } });

  it('is that one, its publication and its measures, each on the instrument in force', () => {
    const story = repaired()
      .thenEvents('repaired', 'delisted', 'unpublished', 'measure-ended')
      .thenData(1, { list: tax, reason: '信用修复' })
      .thenData(2, { what: SECOND })
      .thenData(3, { measures: ['限制参加政府采购'] });
    expect(story.history.events.slice(-3, -1).map(({ metadata }) => metadata.basis)).toEqual([
      ['NR58-1'],
      ['NR58-1'],
    ]);
  });

  it('and nothing of the other', () => {
    const { file } = repaired().history;
    expect(runningListings(file).map(({ list }) => list)).toEqual(['严重失信主体名单']);
    expect(runningMeasures(file).map(({ measure }) => measure.measure)).toEqual(['限制容缺受理']);
  });

  it('as the end of its publication ends its measures only', () => {
    const { file } = inLiaoning(...listing, ...other)
      .when({ ...unpublish('2028-02-10T00:00:00+08:00'), data: { what: SECOND } })
      .thenEvents('unpublished', 'measure-ended')
      .thenData(1, { measures: ['限制参加政府采购'] }).history;
    expect(runningMeasures(file).map(({ measure }) => measure.measure)).toEqual(['限制容缺受理']);
  });
});
