import { LAW } from '@ledger/rulebooks';
import { type LegalDate, STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { LAW_OF } from '../../testing/law.ts';
import { given, paper, type Step, system } from '../../testing/scenario.ts';
import {
  department,
  GANZHOU,
  ON_FILE,
  ON_FILE_IN_LIAONING,
  ON_FILE_IN_ZHANGYE,
  SHENYANG,
  SHENYANG_OFFICER,
} from '../../testing/steps.ts';
import { admit } from '../admit.ts';
import { runningListings } from '../credit-file.ts';
import { systemDuties } from '../duties.ts';
import type { FileHistory } from '../history.ts';
import { runningClocks } from '../processes.ts';
import { runningMeasures } from './listings.ts';

const notice: Step = {
  name: 'notify-listing',
  at: '2025-03-03T10:00:00+08:00',
  by: department,
  data: {
    list: '严重失信主体名单',
    reasons: '有履行能力但是拒不履行（示例裁定）',
    remedies: '陈述、申辩、行政复议',
    exitConditions: '履行完毕',
  },
};
const hearing: Step = {
  name: 'hear-statement',
  at: '2025-03-05T10:00:00+08:00',
  by: department,
  data: { outcome: '不采纳', reason: '有履行能力' },
};
const listed: Step = {
  name: 'list',
  at: '2025-03-06T10:00:00+08:00',
  by: department,
  document: { ...paper, number: '示例列名〔2025〕1号', date: '2025-03-06' },
  data: {
    list: '严重失信主体名单',
    field: 'JUDICIAL-AUTHORITY',
    measures: [{ measure: '限制容缺受理' }, { measure: '限制参加政府采购', lastDay: '2025-09-05' }],
  },
};
const delisted: Step = {
  name: 'delist',
  at: '2025-06-03T10:00:00+08:00',
  by: department,
  data: { reason: '履行完毕' },
};
const onList: readonly Step[] = [...ON_FILE_IN_LIAONING, notice, hearing, listed];

const inLiaoning = (steps: readonly Step[]) => given([...ON_FILE_IN_LIAONING, ...steps], SHENYANG);

/** What an import of a listing would come to. */
const importedListing = (history: FileHistory, more: object = {}) =>
  admit(
    history,
    {
      type: 'listed',
      data: { list: '严重失信主体名单', field: 'JUDICIAL-AUTHORITY', ...more },
      occurredAt: '2025-03-12T10:00:00+08:00',
      actor: department,
      basis: ['LNR-28-2'],
      rulebook: 'ln-regulation@2022-01-01',
    },
    STATE_COUNCIL_CALENDAR,
  );

describe('LNR-38-1: notice and statement come before a listing', () => {
  it('lists nobody without a notice', () =>
    inLiaoning([])
      .when(listed)
      .thenRefused('NOTICE_REQUIRED', 'LNR-38-1')
      .thenSays(
        'give notice of the listing on 严重失信主体名单 first, with reasons, remedies and what ends it',
      ));

  it.each(['reasons', 'remedies', 'exitConditions'])('takes no notice that is silent on its %s', (part) => {
    inLiaoning([])
      .when({ ...notice, data: { ...notice.data, [part]: undefined } })
      .thenRefused('NOTICE_REQUIRED', 'LNR-38-1')
      .thenSays(`the notice of a listing also states its ${part}`);
  });

  it('lists once the statement has been heard', () =>
    inLiaoning([notice, hearing]).when(listed).thenEvents('listed'));

  it('waits to the end of the fifth working day where no statement is made', () =>
    inLiaoning([notice])
      .when({ ...listed, at: '2025-03-10T23:59:59+08:00' })
      .thenRefused('STATEMENT_TERM_RUNNING', 'LNR-38-1')
      .thenSays('a statement may be made to the end of 2025-03-10; hear it, or list from the day after'));

  it('and lists from the day after', () =>
    inLiaoning([notice])
      .when({ ...listed, at: '2025-03-11T00:00:00+08:00' })
      .thenEvents('listed'));

  it('shows the time for the statement as a target, not law (G-33)', () => {
    const { file } = inLiaoning([notice]).history;
    expect(runningClocks(file, LAW_OF.liaoning)).toContainEqual(
      expect.objectContaining({ kind: 'statement', lastDay: '2025-03-10', target: true }),
    );
  });

  it('needs a notice of its own for a second list', () =>
    inLiaoning([notice, hearing])
      .when({ ...listed, data: { ...listed.data, list: '严重失信主体名单（税务）' } })
      .thenRefused('NOTICE_REQUIRED'));

  it('an imported one comes after a notice too, though it may be of a list of another name', () => {
    expect(importedListing(inLiaoning([]).history)).toMatchObject({
      code: 'NOTICE_REQUIRED',
      basis: ['LNR-38-1'],
      detail: 'give notice of the listing on 严重失信主体名单 first, with reasons, remedies and what ends it',
    });
    const other = { ...notice, data: { ...notice.data, list: '严重失信主体名单（税务）' } };
    expect(importedListing(inLiaoning([other]).history)).toBeUndefined();
  });

  it('another case that is under way is no notice', () => {
    const rectifying: readonly Step[] = [
      {
        name: 'interview',
        at: '2025-03-03T10:00:00+08:00',
        by: SHENYANG_OFFICER,
        document: paper,
        data: { code: 'FALSE-SOLICITATION' },
      },
    ];
    expect(importedListing(inLiaoning(rectifying).history)).toMatchObject({ code: 'NOTICE_REQUIRED' });
    inLiaoning(rectifying).when(listed).thenRefused('NOTICE_REQUIRED', 'LNR-38-1');
  });

  it('says all that the notice lacks', () => {
    const { list } = notice.data as { list: string };
    inLiaoning([])
      .when({ ...notice, data: { list } })
      .thenRefused('NOTICE_REQUIRED', 'LNR-38-1')
      .thenSays('the notice of a listing also states its reasons, remedies, exitConditions');
  });

  it('runs as a term from the notice until the statement is heard', () => {
    const terms = (...steps: readonly Step[]) =>
      runningClocks(inLiaoning(steps).history.file, LAW_OF.liaoning).filter(
        ({ kind }) => kind === 'statement',
      );
    expect(terms(notice)).toMatchObject([
      { rule: 'LNR-38-1', startedOn: '2025-03-03', lastDay: '2025-03-10', caseId: 'listing-1' },
    ]);
    expect(terms(notice, hearing)).toEqual([]);
    expect(terms()).toEqual([]);
  });

  it('in Xinjiang as well', () => given(ON_FILE).when(listed).thenRefused('NOTICE_REQUIRED', 'XJ-15-1'));
});

describe('LNR-27-1, LNR-28-1: there are the lists that law sets up, and no other', () => {
  it.each(['失信行为记录名单', '严重失信主体名单补充版'])('gives no notice of a listing on %s', (list) => {
    inLiaoning([])
      .when({ ...notice, data: { ...notice.data, list } })
      .thenRefused('LIST_UNKNOWN', 'LNR-28-2')
      .thenSays(`${list} is no list under ln-regulation@2022-01-01; there are 严重失信主体名单`);
  });

  it('lets an agency list nobody (G-14)', () =>
    inLiaoning([notice, hearing])
      .when({ ...listed, by: { kind: 'agency', id: 'a', org: 'another-agency' } })
      .thenRefused('AUTHOR_NOT_ENTITLED', 'LNR-28-1')
      .thenSays('an agency cannot list another; a department with a legal document can'));

  it('rests every list of every rulebook on a rule', () => {
    const lists = LAW.rulebooks.flatMap(({ rights }) => rights.lists);
    expect(lists.length).toBeGreaterThan(8);
    expect(lists.filter(({ basis, quote }) => !LAW.rules.has(basis) || quote === '')).toEqual([]);
  });
});

describe('LNR-27-2: a list states its criteria, exit, procedure and remedies', () => {
  it.each(LAW.rulebooks.map((rulebook) => [rulebook.id, rulebook] as const))('%s', (_, { rights }) => {
    for (const { value } of rights.lists) {
      const { criteria, exitConditions, procedure, remedies } = value;
      expect([criteria, exitConditions, procedure, remedies].filter((part) => part === '')).toEqual([]);
    }
  });
});

describe('LNR-28-2: a listing names one of the six fields', () => {
  const fields = LAW_OF.liaoning.rulebook.rights.lists[0]?.value.fields ?? [];

  it('there are six', () => expect(fields).toHaveLength(6));

  it.each(fields.map(({ code }) => code))('takes %s', (field) => {
    inLiaoning([notice, hearing])
      .when({ ...listed, data: { ...listed.data, field } })
      .thenEvents('listed');
  });

  it.each([undefined, 'BAD-MANNERS'])('takes no listing with field %s', (field) => {
    inLiaoning([notice, hearing])
      .when({ ...listed, data: { ...listed.data, field } })
      .thenRefused('LIST_FIELD_UNKNOWN', 'LNR-28-2')
      .thenSays(
        'name the field of the listing, one of HEALTH-AND-SAFETY, MARKET-ORDER, JUDICIAL-AUTHORITY, DEFENCE-DUTY, PROVINCIAL-RULES, OTHER-BY-LAW',
      );
  });
});

describe('LNR-7-1, LNR-23-1: departments determine, by a document', () => {
  it('lists nobody without one', () =>
    inLiaoning([notice, hearing])
      .when({ name: 'list', at: listed.at, by: department, data: listed.data ?? {} })
      .thenRefused('DOCUMENT_REQUIRED'));

  it('keeps the number of the document with the listing', () =>
    expect(runningListings(given(onList, SHENYANG).history.file)).toMatchObject([
      { documentNumber: '示例列名〔2025〕1号' },
    ]));
});

describe('LNR-29-1: a listing reaches the principals, by role and never by name', () => {
  it('reaches all roles of the rulebook by itself', () =>
    inLiaoning([notice, hearing])
      .when(listed)
      .thenData(0, {
        effect: 'adverse',
        extendsTo: ['法定代表人', '实际控制人', '主要负责人', '直接责任人员'],
      }));

  it('an imported one too reaches roles only', () => {
    const { history } = inLiaoning([notice, hearing]);
    const reaching = (extendsTo: readonly string[]) => importedListing(history, { extendsTo });
    expect(reaching(['法定代表人', '实际控制人'])).toBeUndefined();
    expect(reaching(['法定代表人', '田测试'])).toMatchObject({
      code: 'PRINCIPAL_ROLE_UNKNOWN',
      basis: ['LNR-29-1'],
      detail:
        'a listing reaches principals by their role, one of 法定代表人、实际控制人、主要负责人、直接责任人员',
    });
  });

  it('keeps the roles in the file, for the check of a filing', () =>
    expect(runningListings(given(onList, SHENYANG).history.file)[0]?.extendsTo).toContain('法定代表人'));
});

describe('LNR-30-1: measures end with their term, or with the listing', () => {
  const endMeasure: Step = {
    name: 'end-measures',
    at: '2025-09-06T00:00:00+08:00',
    by: system,
    data: { measures: ['限制参加政府采购'] },
  };

  it('not on the last day of the term', () =>
    given(onList, SHENYANG)
      .when({ ...endMeasure, at: '2025-09-05T23:59:59+08:00' })
      .thenRefused('MEASURE_NOT_OVER', 'LNR-30-1', 'LNR-30-2')
      .thenSays('限制参加政府采购 applies to the end of 2025-09-05'));

  it('by the system at 00:00 of the day after', () => {
    const story = given(onList, SHENYANG);
    expect(
      systemDuties(story.history.file, LAW_OF.liaoning, '2025-09-06T00:00:00+08:00' as never),
    ).toContainEqual({
      name: 'end-measures',
      data: { measures: ['限制参加政府采购'] },
      at: '2025-09-06T00:00:00+08:00',
    });
    const after = story.when(endMeasure).thenEvents('measure-ended').history.file;
    expect(runningMeasures(after).map(({ measure }) => measure.measure)).toEqual(['限制容缺受理']);
  });

  it('asks the system for nothing on the last day, nor once it is done', () => {
    const duties = (steps: readonly Step[], day: string) =>
      systemDuties(
        given(steps, SHENYANG).history.file,
        LAW_OF.liaoning,
        `${day}T23:59:59+08:00` as never,
      ).filter(({ name }) => name === 'end-measures');
    expect(duties(onList, '2025-09-05')).toEqual([]);
    expect(duties([...onList, endMeasure], '2025-09-06')).toEqual([]);
  });

  it('lets a measure without a term end with the listing, not before', () =>
    given(onList, SHENYANG)
      .when({ ...endMeasure, by: department, data: { measures: ['限制容缺受理'] } })
      .thenRefused('MEASURE_NOT_OVER', 'LNR-30-1', 'LNR-30-2')
      .thenSays('限制容缺受理 applies until the listing ends'));

  it('runs no clock for a measure without a term', () =>
    expect(
      runningClocks(given(onList, SHENYANG).history.file, LAW_OF.liaoning)
        .map(({ kind }) => kind)
        .filter((kind) => kind.startsWith('measure-')),
    ).toEqual(['measure-限制参加政府采购']));

  it('that two listings lay on for different terms ends by itself with the longer', () => {
    const second = {
      ...listed.data,
      list: '严重失信主体名单（税务）',
      measures: [{ measure: '限制参加政府采购', lastDay: '2025-12-05' }],
    };
    const both: readonly Step[] = [
      ...onList,
      {
        ...notice,
        at: '2025-04-01T10:00:00+08:00',
        data: { ...notice.data, list: '严重失信主体名单（税务）' },
      },
      { ...hearing, at: '2025-04-02T10:00:00+08:00' },
      { ...listed, at: '2025-04-03T10:00:00+08:00', data: second },
    ];
    const ends = (now: string) =>
      systemDuties(given(both, SHENYANG).history.file, LAW_OF.liaoning, now as never).filter(
        ({ name }) => name === 'end-measures',
      );
    expect(ends('2025-09-06T00:00:00+08:00')).toEqual([]);
    expect(ends('2025-12-06T00:00:00+08:00')).toEqual([
      { name: 'end-measures', data: { measures: ['限制参加政府采购'] }, at: '2025-12-06T00:00:00+08:00' },
    ]);
    given(both, SHENYANG)
      .when({ ...endMeasure, at: '2025-09-10T00:00:00+08:00' })
      .thenRefused('MEASURE_NOT_OVER')
      .thenSays('限制参加政府采购 applies to the end of 2025-12-05');
  });

  it('ends what still runs when the agency leaves the list', () => {
    const { file } = given(onList, SHENYANG)
      .when(delisted)
      .thenEvents('delisted', 'measure-ended')
      .thenData(1, { measures: ['限制容缺受理', '限制参加政府采购'] }).history;
    expect(runningListings(file)).toEqual([]);
    expect(runningMeasures(file)).toEqual([]);
  });

  it('a measure that two lists lay on ends with the second', () => {
    const carrying: Step = {
      ...listed,
      at: '2025-04-03T10:00:00+08:00',
      document: { ...paper, number: '示例列名〔2025〕2号', date: '2025-04-03' },
      data: { ...listed.data, list: '严重失信主体名单（税务）' },
    };
    const both: readonly Step[] = [
      ...onList,
      {
        ...notice,
        at: '2025-04-01T10:00:00+08:00',
        data: { ...notice.data, list: '严重失信主体名单（税务）' },
      },
      { ...hearing, at: '2025-04-02T10:00:00+08:00' },
      carrying,
    ];
    given(both, SHENYANG)
      .when({ ...delisted, data: { list: '严重失信主体名单' } })
      .thenEvents('delisted')
      .when({ ...delisted, at: '2025-06-04T10:00:00+08:00', data: { list: '严重失信主体名单（税务）' } })
      .thenEvents('delisted', 'measure-ended');
  });

  it('runs a clock for each measure with a term', () =>
    expect(runningClocks(given(onList, SHENYANG).history.file, LAW_OF.liaoning)).toContainEqual({
      kind: 'measure-限制参加政府采购',
      rule: 'LNR-30-1',
      startedOn: '2025-03-06',
      lastDay: '2025-09-05' as LegalDate,
      provisional: false,
    }));

  it('leaves no list that the agency does not stand on', () =>
    given(onList, SHENYANG)
      .when({ ...delisted, data: { list: '严重失信主体名单（税务）' } })
      .thenRefused('CASE_AT_OTHER_STEP'));

  it('may list the same agency again, after a new notice', () =>
    given([...onList, delisted], SHENYANG)
      .when({ ...listed, at: '2025-07-01T10:00:00+08:00' })
      .thenRefused('NOTICE_REQUIRED')
      .when({ ...notice, at: '2025-07-01T11:00:00+08:00' })
      .when({ ...hearing, at: '2025-07-02T11:00:00+08:00' })
      .when({ ...listed, at: '2025-07-03T11:00:00+08:00' })
      .thenEvents('listed'));
});

describe('ND-2.2-1, ND-2.2-2, ZY-2.3-1, ZY-2.3-2: four lists, also by authorised agencies', () => {
  const list = (name: string, more: Partial<Step> = {}): Step => ({
    ...listed,
    data: { list: name },
    ...more,
  });
  const inZhangye = (steps: readonly Step[] = []) => given([...ON_FILE_IN_ZHANGYE, ...steps], GANZHOU);

  it('records the authorisation with its scope and term', () =>
    inZhangye()
      .when({
        name: 'authorise',
        at: '2025-01-06T10:00:00+08:00',
        by: department,
        data: {
          scope: '按照统一标准认定红黑名单',
          by: 'zy-transport',
          lastDay: '2025-12-31',
        },
      })
      .thenEvents('authorised')
      .thenData(0, { informational: true, lastDay: '2025-12-31' }));

  it('on another rule it is another authorisation', () => {
    const { decision } = inZhangye().when({
      name: 'authorise',
      at: '2025-01-06T10:00:00+08:00',
      by: department,
      basis: ['ZY-2.4-1'],
      data: { scope: '查询信用信息', by: 'zy-transport' },
    });
    expect(decision !== undefined && 'events' in decision && decision.events[0]?.data).not.toHaveProperty(
      'informational',
    );
  });

  it.each(['资质名单', '红名单'])('%s: no notice, no measures, in nobody’s way', (name) => {
    const { file } = inZhangye().when(list(name)).thenData(0, { effect: 'favourable' }).history;
    expect(file.listings).toMatchObject([{ list: name, effect: 'favourable' }]);
    expect(runningListings(file)).toEqual([]);
    expect(file.records).toEqual([]);
  });

  it.each(['黑名单', '重点关注名单'])('%s: after notice and statement', (name) => {
    inZhangye()
      .when(list(name))
      .thenRefused('NOTICE_REQUIRED')
      .when({ ...notice, data: { ...notice.data, list: name } })
      .when(hearing)
      .when(list(name))
      .thenData(0, { effect: 'adverse', extendsTo: ['法定代表人'] });
  });

  it('an agency’s list is information only (G-14)', () => {
    const { file } = inZhangye()
      .when(list('黑名单', { by: { kind: 'agency', id: 'a', org: 'authorised-agency' } }))
      .thenData(0, { effect: 'informational' }).history;
    expect(runningListings(file)).toEqual([]);
  });

  it('leaves a list only by its name when it stands on two', () =>
    inZhangye([list('资质名单'), list('红名单', { at: '2025-03-07T10:00:00+08:00' })])
      .when({ ...delisted, data: {} })
      .thenRefused('LIST_UNKNOWN', 'ZY-2.3-2')
      .thenSays('name the list that is left, one of 资质名单、红名单')
      .when({ ...delisted, data: { list: '红名单' } })
      .thenEvents('delisted'));
});
