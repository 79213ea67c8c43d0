import { ruleOrThrow } from '@ledger/rulebooks';
import type { FileId } from '@ledger/schemas';
import {
  type RegisterEntry,
  type RegisterPublication,
  type RevocationNotice,
  registerPublicationSchema,
} from '@ledger/schemas/http/register';
import { describe, expect, it } from 'vitest';
import { act, journalOf, type MadeAct } from '../testing/history.ts';
import { publicRegister } from './public-register.ts';

const FILE = '650000-91650102MAFAKE019H' as FileId;
const DIGEST = 'a'.repeat(64);

const filed = act('filed', {
  uscc: '91650102MAFAKE019H',
  agencyName: '乌鲁木齐星垣信用评估有限公司（示例）',
  registeredArea: '650102',
  registeredOn: '2019-05-06',
  serviceKinds: ['信用评价', '信用咨询'],
  registeredCapitalFen: 210_000_000,
  documents: [{ kind: 'application-form', sha256: DIGEST }],
  annualReportExempt: false,
  seniorManagers: [
    { role: '法定代表人', name: '王示例', residentId: '990000198612120114', mobile: '19000000011' },
    { role: '总经理', name: '李甲', residentId: '99000019870113012X', mobile: '19000000012' },
  ],
  professionals: [
    {
      name: '从业测试01',
      residentId: '990000198802140132',
      mobile: '19000000013',
      certificateNo: 'TEST-CERT-0001',
    },
    { name: '从业测试02', certificateKind: '信用管理师' },
    { name: '从业测试03', certificateKind: '信用管理师' },
  ],
  contactPerson: '周联系',
  contactMobile: '19000000014',
});
const refiled = act('refiled', { ...filed.data, agencyName: '新名信用服务有限公司（示例）' } as never);
const committed = act(
  'committed',
  { commitmentVersion: 1, clauses: ['登记信息真实'], signedBy: '法定代表人', sealed: true, sha256: DIGEST },
  { basis: ['XJ-8-9'] },
);
const accepted = act('accepted', { reviewDays: 7, fileNo: 'XJ-2024-0001' }, { basis: ['XJ-10-1'] });
const published = act(
  'published',
  { projection: 'public-register', desensitised: true, maskedFields: ['home_address'] },
  { basis: ['XJ-10-2'] },
);
const reported = act(
  'reported',
  {
    reportYear: 2024,
    parts: ['project-list'],
    projects: [{ client: '示例单位', project: '示例', amountFen: 1 }],
  },
  { basis: ['XJ-11-1'] },
);
const revoked = act('revoked', { ground: 'LATE-REPORT', automatic: true }, { basis: ['XJ-11-2'] });
const restored = act(
  'restored',
  { reversesType: 'revoked', reason: '年度报告已于期限内提交' },
  { basis: ['XJ-11-2'] },
);
const interviewed = act('interviewed', { code: 'FALSE-PUBLICITY' }, { basis: ['XJ-15-2'] });
const objected = act(
  'objected',
  { ref: 'O-1', claim: '金额有误', addressee: 'agency' },
  { basis: ['XJ-22-1'] },
);
const ON_REGISTER = [filed, committed, accepted, published];

const penalised = (number: string, data: Record<string, unknown> = {}) =>
  act(
    'penalised',
    { measure: '罚款', amountFen: 8_000_000, ...data },
    {
      basis: ['LNR-53-1'],
      document: { kind: '行政处罚决定书', number, organ: '大连市信用办', date: '2024-01-15' },
    },
  );
const listed = act(
  'listed',
  { list: '严重失信主体名单（示例）' },
  {
    basis: ['XJ-15-1'],
    document: {
      kind: '行政决定',
      number: '新市监失信〔2024〕示例3号',
      organ: '市场监管局',
      date: '2024-11-05',
    },
  },
);

describe('XJ-10-2: the desensitised entry is published by the act of the portal', () => {
  it('shows nothing of a file under review', () =>
    expect(publicationAfter([filed, committed])).toBeUndefined());
  it('shows nothing of an accepted file before the portal has acted', () =>
    expect(publicationAfter([filed, committed, accepted])).toBeUndefined());
  it('shows nothing of a refused one', () =>
    expect(
      publicationAfter([filed, act('refused', { ground: 'SCOPE', reason: '不符', reviewDays: 3 })]),
    ).toBeUndefined());

  it('shows the entry from then on', () => {
    expect(entryAfter(ON_REGISTER)).toMatchObject({
      status: 'on-file',
      uscc: '91650102MAFAKE019H',
      name: '乌鲁木齐星垣信用评估有限公司（示例）',
      divisionName: '新疆维吾尔自治区乌鲁木齐市天山区',
      fileNo: 'XJ-2024-0001',
      legalRepresentative: '王示例',
      seniorManagers: [
        { name: '王示例', post: '法定代表人' },
        { name: '李甲', post: '总经理' },
      ],
      professionals: [
        { certificateKind: '未注明', count: 1 },
        { certificateKind: '信用管理师', count: 2 },
      ],
      accepted: { revision: 2, basis: [{ id: 'XJ-10-1', article: articleOf('XJ-10-1') }] },
      published: { revision: 3, basis: [{ id: 'XJ-10-2', article: articleOf('XJ-10-2') }] },
      revision: 3,
      position: 4,
    });
  });

  it('names the fields it masked, its own and the portal’s', () =>
    expect(entryAfter(ON_REGISTER).maskedFields).toEqual(
      expect.arrayContaining(['homeAddress', 'mobile', 'professionals.name', 'residentId']),
    ));
});

describe('what the disclosure catalogues withhold', () => {
  it.each([
    ['an interview', interviewed],
    ['an objection', objected],
    [
      'a complaint',
      act('complained', { ground: 'UNDISCLOSED-FEE', identityWithheld: true, contact: '19000009001' }),
    ],
    ['a warning', act('warned', {})],
    ['a grade', act('graded', { grade: 'B', score: 82, model: 'demo@1', inspectionRatioBp: 500 })],
  ])('%s leaves the publication alone, its stamp included', (_, withheld) =>
    expect(publicationAfter([...ON_REGISTER, withheld])).toEqual(publicationAfter(ON_REGISTER)),
  );

  it('keeps the very row when an event is nothing to the register', () => {
    const [first, ...rest] = journalOf(FILE, [...ON_REGISTER, objected]).reverse();
    const row = rest.reverse().reduce(publicRegister.apply, publicRegister.initial(FILE));
    expect(first && publicRegister.apply(row, first)).toBe(row);
  });
});

describe('the published history', () => {
  it('lists the disclosed events of the registration in their order, with article and paper', () =>
    expect(entryAfter([...ON_REGISTER, interviewed, reported]).history).toMatchObject([
      { revision: 1, type: 'committed', basis: [{ id: 'XJ-8-9' }] },
      { revision: 2, type: 'accepted', about: 'XJ-2024-0001' },
      { revision: 3, type: 'published' },
      {
        revision: 5,
        type: 'reported',
        about: '2024',
        basis: [{ id: 'XJ-11-1', article: articleOf('XJ-11-1') }],
      },
    ]));
});

describe('XJ-12-2: the publication changes only on acceptance', () => {
  const amended = act('amended', {
    field: 'agency_name',
    after: '新疆星垣信用科技有限公司（示例）',
    changedOn: '2025-07-28',
  });
  const acceptedChange = act('amendment-accepted', { reviewDays: 4 }, { basis: ['XJ-12-2'] });

  it('keeps the old name while the change is reviewed', () =>
    expect(entryAfter([...ON_REGISTER, amended]).name).toBe('乌鲁木齐星垣信用评估有限公司（示例）'));
  it('shows the new one afterwards, and the old one until the day of the change', () =>
    expect(entryAfter([...ON_REGISTER, amended, acceptedChange])).toMatchObject({
      name: '新疆星垣信用科技有限公司（示例）',
      formerNames: [{ name: '乌鲁木齐星垣信用评估有限公司（示例）', until: '2025-07-28' }],
      amended: [{ field: 'agencyName', revision: 5, basis: [{ id: 'XJ-12-2' }] }],
    }));
  it('keeps the old one when the change is refused', () =>
    expect(
      entryAfter([...ON_REGISTER, amended, act('amendment-refused', { reason: '不符', reviewDays: 2 })]).name,
    ).toBe('乌鲁木齐星垣信用评估有限公司（示例）'));
  it('replaces the legal representative among the managers too', () =>
    expect(
      entryAfter([
        ...ON_REGISTER,
        act('amended', { field: 'legal_representative', after: '司马测试', changedOn: '2025-08-01' }),
        acceptedChange,
      ]),
    ).toMatchObject({
      legalRepresentative: '司马测试',
      seniorManagers: [
        { name: '司马测试', post: '法定代表人' },
        { name: '李甲', post: '总经理' },
      ],
    }));
});

describe('G-11: a notice replaces the page of a revoked file', () => {
  it('at once, with ground and article', () =>
    expect(noticeAfter([...ON_REGISTER, revoked])).toMatchObject({
      status: 'revoked',
      ground: 'LATE-REPORT',
      automatic: true,
      revoked: { revision: 4, basis: [{ id: 'XJ-11-2', article: articleOf('XJ-11-2') }] },
    }));
  it('says until when no filing is taken', () =>
    expect(
      noticeAfter([
        ...ON_REGISTER,
        revoked,
        act('barred', { months: 12, start: '2024-10-16', lastDay: '2025-10-16' }),
      ]).barLastDay,
    ).toBe('2025-10-16'));
  it('stays while the agency files again', () =>
    expect(noticeAfter([...ON_REGISTER, revoked, refiled]).ground).toBe('LATE-REPORT'));
  it('ends when the agency is accepted again', () =>
    expect(publicationAfter([...ON_REGISTER, revoked, refiled, accepted])).toBeUndefined());
  it('gives way to a new entry without a word of the revocation', () => {
    const entry = entryAfter([...ON_REGISTER, revoked, refiled, accepted, published]);
    expect(entry.history.map(({ type }) => type)).toEqual(['accepted', 'published']);
    expect(entry).toMatchObject({
      name: '新名信用服务有限公司（示例）',
      formerNames: [{ name: '乌鲁木齐星垣信用评估有限公司（示例）' }],
    });
  });
  it('is not shown of a file the public never saw', () =>
    expect(publicationAfter([filed, accepted, revoked])).toBeUndefined());
  it('a restoration brings the entry back', () =>
    expect(entryAfter([...ON_REGISTER, revoked, restored]).history.map(({ type }) => type)).toEqual([
      'committed',
      'accepted',
      'published',
      'restored',
    ]));
});

describe('XJ-18-2: publication stops', () => {
  it.each([
    ['when the agency is deregistered', act('deregistered', { reason: 'MERGER' })],
    ['when the portal takes the page down', act('unpublished', {})],
  ])('%s', (_, end) => expect(publicationAfter([...ON_REGISTER, end])).toBeUndefined());
});

describe('sanctions', () => {
  it('are published with the person’s name masked', () =>
    expect(
      entryAfter([...ON_REGISTER, penalised('示例2号', { target: 'person', person: '于测试' })]).adverse,
    ).toMatchObject([
      {
        kind: 'penalised',
        measure: '罚款',
        amountFen: 8_000_000,
        person: '于**',
        document: { number: '示例2号' },
      },
    ]));
  it('of the minor class are not published (轻微)', () =>
    expect(entryAfter([...ON_REGISTER, penalised('示例1号', { publicationClass: 'minor' })])).toMatchObject({
      adverse: [],
      revision: 3,
    }));
  it('leave entry and history once repaired, and only the one that was repaired (G-16)', () => {
    const entry = entryAfter([
      ...ON_REGISTER,
      penalised('示例1号'),
      penalised('示例2号'),
      act('repair-applied', { methods: ['信用承诺'], penalty: '示例1号' }),
      act('repaired', { result: '停止披露' }),
    ]);
    expect(entry.adverse.map((one) => one.document?.number)).toEqual(['示例2号']);
    expect(entry.history.filter(({ type }) => type === 'penalised').map(({ about }) => about)).toEqual([
      '示例2号',
    ]);
  });
  it('leave it as a class when the portal ends their publication', () =>
    expect(
      entryAfter([...ON_REGISTER, penalised('示例1号'), listed, act('unpublished', { what: '行政处罚信息' })])
        .adverse,
    ).toMatchObject([{ kind: 'listed' }]));
  it('leave it when withdrawn (LNR-37-7)', () =>
    expect(
      entryAfter([
        ...ON_REGISTER,
        penalised('示例1号'),
        act('withdrawn', { what: '示例1号', reason: '无法核实' }),
      ]).adverse,
    ).toEqual([]));
  it('leave it when the act was invalidated', () => {
    const [, , , , wrong] = journalOf(FILE, [...ON_REGISTER, listed]);
    const entry = entryAfter([
      ...ON_REGISTER,
      listed,
      act('invalidated', { invalidates: wrong?.id ?? '', reason: '误录' }),
    ]);
    expect([entry.adverse, entry.history.map(({ type }) => type)]).toEqual([
      [],
      ['committed', 'accepted', 'published'],
    ]);
  });
  it.each(['favourable', 'informational'])('a %s listing is none (G-14)', (effect) => {
    const other = act('listed', { list: '红名单', effect: effect as 'favourable' }, { basis: ['XJ-15-1'] });
    expect(entryAfter([...ON_REGISTER, other]).adverse).toEqual([]);
  });
  it('a listing ends with its removal', () =>
    expect(entryAfter([...ON_REGISTER, listed, act('delisted', { reason: '履行完毕' })]).adverse).toEqual(
      [],
    ));
  it('a corrected amount replaces the wrong one (LNR-37-2)', () =>
    expect(
      entryAfter([
        ...ON_REGISTER,
        penalised('示例1号'),
        act('corrected', { field: 'amountFen', before: 8_000_000, after: 500_000 }),
      ]).adverse,
    ).toMatchObject([{ amountFen: 500_000 }]));
});

describe('ZY-4-9: an outsider’s credit reports are public without a file', () => {
  const filedReport = act('credit-report-filed', {
    uscc: '91620102MAFAKE238F',
    agencyName: '兰州示例信用有限公司（示例）',
    reportNo: 'ZYR-2025-11',
    subject: '示例企业11',
    standard: '示例版本',
    issuedOn: '2025-09-23',
    sha256: DIGEST,
    use: '招标投标',
  });
  const publishedReport = act(
    'credit-report-published',
    { reportNo: 'ZYR-2025-11', withCommitment: true, usableFrom: '2025-10-12' },
    { at: '2025-09-25T16:00:00+08:00', basis: ['ZY-4-9'] },
  );
  const objectedTo = act('credit-report-objected', { reportNo: 'ZYR-2025-11', claim: '财务数据不实' });

  it('shows nothing before the publication', () => expect(publicationAfter([filedReport])).toBeUndefined());
  it('shows the report, its subject unnamed', () => {
    const entry = entryAfter([filedReport, publishedReport]);
    expect(entry).toMatchObject({
      status: 'none',
      name: '兰州示例信用有限公司（示例）',
      creditReports: [{ state: 'in-publicity' }],
    });
    expect(JSON.stringify(entry)).not.toContain('示例企业11');
  });
  it('says no more of an objection than that the report is not usable', () => {
    const entry = entryAfter([filedReport, publishedReport, objectedTo]);
    expect(entry.creditReports).toMatchObject([{ state: 'not-usable' }]);
    expect(JSON.stringify(entry)).not.toMatch(/财务数据不实|objected/);
  });
  it('is usable once its term has passed', () =>
    expect(
      entryAfter([
        filedReport,
        publishedReport,
        act('credit-report-cleared', { reportNo: 'ZYR-2025-11', objections: 0 }),
      ]).creditReports,
    ).toMatchObject([{ state: 'usable' }]));
});

function articleOf(ruleId: string): string {
  return ruleOrThrow(ruleId).article;
}

function publicationAfter(acts: readonly MadeAct[]): RegisterPublication | undefined {
  const row = journalOf(FILE, acts).reduce(publicRegister.apply, publicRegister.initial(FILE));
  return row.publication === undefined ? undefined : registerPublicationSchema.parse(row.publication);
}

function entryAfter(acts: readonly MadeAct[]): RegisterEntry {
  const publication = publicationAfter(acts);
  if (publication?.kind !== 'entry') throw new Error(`no entry but ${publication?.kind}`);
  return publication;
}

function noticeAfter(acts: readonly MadeAct[]): RevocationNotice {
  const publication = publicationAfter(acts);
  if (publication?.kind !== 'notice') throw new Error(`no notice but ${publication?.kind}`);
  return publication;
}
