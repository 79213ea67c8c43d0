import { describe, expect, it } from 'vitest';
import { LAW_OF } from '../../testing/law.ts';
import { agency, given, type Step } from '../../testing/scenario.ts';
import {
  department,
  GANZHOU,
  GANZHOU_OFFICER,
  ON_FILE,
  ON_FILE_IN_LIAONING,
  ON_FILE_IN_ZHANGYE,
  SHENYANG,
  SHENYANG_OFFICER,
} from '../../testing/steps.ts';

const at = '2025-09-02T10:00:00+08:00';
const share = (data: Step['data'] = {}): Step => ({
  name: 'share-data',
  at,
  by: agency,
  data: { records: 1200, declaredTrue: true, sha256: 'a'.repeat(64), ...data },
});
const lookUp = (matter: string): Step => ({
  name: 'look-up',
  at,
  by: department,
  data: { matter, receipt: 'R-2025-0101', asOf: '2025-09-02', knownAt: '2025-09-02' },
});

describe('XJ-27-1, XJ-27-2, LNR-13-2: an agency on file may push information it answers for', () => {
  it('records that it happened, how much and by which digest, and no data', () =>
    given(ON_FILE)
      .when(share())
      .thenEvents('data-shared')
      .thenData(0, { records: 1200, sha256: 'a'.repeat(64) }));

  it('takes nothing without the declaration', () =>
    given(ON_FILE)
      .when(share({ declaredTrue: false }))
      .thenRefused('NOT_DECLARED_TRUE', 'XJ-27-1')
      .thenSays('declare with each push that the information is lawful, true and accurate'));

  it('takes nothing from an agency that is not on file', () =>
    given([]).when(share()).thenRefused('FILE_IN_OTHER_STATE'));
});

describe('LNO-2.3-2: market information comes in one of four forms', () => {
  const forms = LAW_OF.liaoning.rulebook.sharing?.supplyForms.value ?? [];
  it('there are four', () => expect(forms).toHaveLength(4));
  it.each(forms)('%s', (form) => {
    given(ON_FILE_IN_LIAONING, SHENYANG).when(share({ form })).thenEvents('data-shared');
  });
  it.each([undefined, '口头'])('not %s', (form) => {
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when(share({ form }))
      .thenRefused('SUPPLY_FORM_UNKNOWN', 'LNO-2.3-2')
      .thenSays('name the form of the supply, one of 约定、声明、自主申报、社会承诺');
  });
});

describe('LNO-2.3-3, ND-2.3-1, ZY-2.4-1: sharing agreements are kept with scope and term', () => {
  const agreement: Step = {
    name: 'sign-agreement',
    at,
    by: department,
    data: {
      agreementNo: '信用共享〔2025〕示例1号',
      with: 'ln-drc',
      scope: '共享行政许可、行政处罚信息，不含商业秘密和个人隐私',
      lastDay: '2027-12-31',
    },
  };
  it('in Liaoning', () => {
    const { events } = given(ON_FILE_IN_LIAONING, SHENYANG).when(agreement).history;
    expect(events.at(-1)?.metadata.basis).toEqual(['LNO-2.3-3']);
  });
  it('in Zhangye', () => {
    const { events } = given(ON_FILE_IN_ZHANGYE, GANZHOU).when(agreement).history;
    expect(events.at(-1)?.metadata.basis).toEqual(['ZY-2.4-1']);
  });
  it('under the national notice', () =>
    given(ON_FILE)
      .when({ ...agreement, basis: ['ND-2.3-1'] })
      .thenEvents('agreement-signed'));
});

describe('XJ-29-1, LNO-2.3-1: public credit data are opened by an authorisation with scope and term', () => {
  const grant: Step = {
    name: 'authorise',
    at,
    by: department,
    data: { scope: '公共信用信息授权运营', by: 'drc', lastDay: '2026-09-01' },
  };
  it.each([
    ['XJ-29-1', given(ON_FILE)],
    ['LNO-2.3-1', given(ON_FILE_IN_LIAONING, SHENYANG)],
  ])('%s', (rule, story) => {
    expect(story.when(grant).history.events.at(-1)).toMatchObject({
      type: 'authorised',
      data: { lastDay: '2026-09-01' },
      metadata: { basis: [rule] },
    });
  });
});

describe('ND-2.1-1, ZY-2.2-1: commissioned collection is recorded, and what it shares', () => {
  it('in Zhangye', () =>
    given(ON_FILE_IN_ZHANGYE, GANZHOU)
      .when({
        name: 'commission',
        at,
        by: department,
        data: {
          matter: '开展行业市场主体信用记录采集工作',
          by: 'zy-market-supervision',
          lastDay: '2025-12-31',
        },
      })
      .thenEvents('commissioned')
      .when({ ...share({ platform: 'zy-platform' }), at: '2025-10-09T10:00:00+08:00' })
      .thenEvents('data-shared'));
});

describe('LNR-21-1, LNO-2.4-2: departments look agencies up in the matters of the law, with a receipt', () => {
  const story = () => given(ON_FILE_IN_LIAONING, SHENYANG);
  it.each(['政府采购', '行政许可', '表彰奖励', '贴息补助'])('%s', (matter) => {
    story().when(lookUp(matter)).thenEvents('checked').thenData(0, { receipt: 'R-2025-0101' });
  });
  it('and in no other', () =>
    story()
      .when(lookUp('招待客人'))
      .thenRefused('MATTER_UNKNOWN', 'LNR-21-1', 'LNO-2.4-2')
      .thenSays(
        '招待客人 is no matter of a look-up; there are 行政许可、行政检查、监督抽验、行政处罚裁量、政府采购、招标投标、资金和项目支持、国有土地使用权出让、科研管理、居住证管理、落户管理、居民身份证异地受理、出入境管理、国家工作人员招录、职务任用和晋升、候选人人选资格审查、表彰奖励、其他日常管理工作、行政审批、项目审批、资质认定、财政资金委托业务、贴息补助、信用修复',
      ));
});

describe('LNR-12-1: departments supply information as it arises, and the lag can be seen', () => {
  it('by when it happened and when it was recorded', () => {
    const told = { ...lookUp('政府采购'), by: SHENYANG_OFFICER, occurredAt: '2025-08-29T10:00:00+08:00' };
    const { metadata } = given(ON_FILE_IN_LIAONING, SHENYANG).when(told).history.events.at(-1) ?? {};
    expect(metadata).toMatchObject({
      occurredAt: '2025-08-29T10:00:00+08:00',
      recordedAt: at,
    });
  });
});

describe('LNR-11-2: honours and public benefit are items of the file', () => {
  it('recorded in Liaoning', () =>
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when({
        name: 'record-honour',
        at,
        by: SHENYANG_OFFICER,
        data: { honour: '诚信示范单位', by: 'ln-drc', on: '2025-09-01' },
      })
      .thenEvents('honour-recorded'));
});

describe('ND-4.3-3: problems found in the pilot are reported', () => {
  it('upwards', () =>
    given(ON_FILE_IN_ZHANGYE, GANZHOU)
      .when({
        name: 'report-issue',
        at,
        by: GANZHOU_OFFICER,
        data: { issue: '试点中发现的问题', to: 'ndrc' },
      })
      .thenEvents('issue-reported'));
});
