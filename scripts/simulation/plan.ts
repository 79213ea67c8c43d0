import type { CommandName } from '@ledger/schemas';
import { chanceOf } from '../chaos/chance.ts';

/** What somebody does, or tries to do, on a file: the ledger may refuse it. */
export interface Deed {
  /** Instant at which it is sent. */
  readonly at: string;
  readonly by: 'agency' | 'authority' | 'public';
  readonly name: CommandName;
  readonly data: Readonly<Record<string, unknown>>;
  /** When it was done, where an authority records it later. */
  readonly occurredAt?: string;
}

/** An invented agency with all that people will do about it, in the order of time. */
export interface LifePlan {
  readonly fileId: string;
  readonly deeds: readonly Deed[];
}

const XINJIANG = '650000';
const ZHANGYE = '620700';
const DAY_MS = 86_400_000;

/** A region of agencies, most in Xinjiang, some in Zhangye; the same seed gives the same. */
export function regionOf(agencies: number, seed: number): readonly LifePlan[] {
  return Array.from({ length: agencies }, (_, index) =>
    index % 8 === 7 ? lifeInZhangye(index, seed) : lifeInXinjiang(index, seed),
  );
}

/** The calendar day so many days after another. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Writes the deeds of one file, at office hours of days drawn by lot. */
class Pen {
  readonly #chance: ReturnType<typeof chanceOf>;
  readonly #deeds: Deed[] = [];
  readonly fileId: string;

  constructor(jurisdiction: string, index: number, seed: number) {
    this.#chance = chanceOf(seed * 10_007 + index);
    const place = jurisdiction === XINJIANG ? '650102' : '620702';
    this.fileId = `${jurisdiction}-91${place}MAFAKE${String(index).padStart(4, '0')}`;
  }

  /** A day from one to another, both possible. */
  between(first: string, last: string): string {
    const days = (Date.parse(last) - Date.parse(first)) / DAY_MS;
    return dayAfter(first, this.#chance.below(days + 1));
  }

  oneOf<Item>(items: readonly [Item, ...Item[]]): Item {
    return this.#chance.oneOf(items);
  }

  happens(probability: number): boolean {
    return this.#chance.fraction() < probability;
  }

  write(day: string, by: Deed['by'], name: CommandName, data: Deed['data'] = {}): void {
    const [hour, minute, second] = [
      9 + this.#chance.below(9),
      this.#chance.below(60),
      this.#chance.below(60),
    ];
    const time = [hour, minute, second].map((part) => String(part).padStart(2, '0')).join(':');
    this.writeAt(`${day}T${time}+08:00`, by, name, data);
  }

  writeAt(at: string, by: Deed['by'], name: CommandName, data: Deed['data'], occurredAt?: string): void {
    this.#deeds.push({ at, by, name, data, ...(occurredAt === undefined ? {} : { occurredAt }) });
  }

  plan(): LifePlan {
    const deeds = this.#deeds.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
    return { fileId: this.fileId, deeds };
  }
}

const FATES = [
  'steady',
  'steady',
  'steady',
  'tardy',
  'at-the-last-minute',
  'stubborn',
  'newcomer',
  'leaver',
] as const;

function lifeInXinjiang(index: number, seed: number): LifePlan {
  const pen = new Pen(XINJIANG, index, seed);
  const fate = pen.oneOf(FATES);
  const filedOn =
    fate === 'newcomer' ? pen.between('2025-01-02', '2026-05-25') : pen.between('2024-09-02', '2024-11-20');
  file(pen, 'file', filedOn, fate === 'newcomer' ? 0.8 : 1);
  switch (fate) {
    case 'steady':
      report(pen, 2024, pen.between('2025-01-02', '2025-06-27'));
      report(pen, 2025, pen.between('2026-01-02', '2026-06-29'));
      disputes(pen);
      changes(pen, '2025-01-06', '2025-04-30');
      changes(pen, '2025-08-01', '2026-04-30');
      break;
    case 'newcomer':
      if (pen.happens(0.6)) report(pen, 2025, pen.between('2026-01-02', '2026-06-29'));
      break;
    case 'tardy':
      tardy(pen);
      break;
    case 'at-the-last-minute':
      recordedLater(pen, 2024, pen.between('2025-07-01', '2025-07-05'));
      recordedLater(pen, 2025, '2026-07-01');
      break;
    case 'stubborn':
      stubborn(pen, pen.between('2025-02-01', '2025-04-20'));
      break;
    case 'leaver':
      leave(pen, pen.between('2025-02-01', '2026-05-31'));
      report(pen, 2024, pen.between('2025-03-01', '2025-06-27'));
      break;
  }
  return pen.plan();
}

function lifeInZhangye(index: number, seed: number): LifePlan {
  const pen = new Pen(ZHANGYE, index, seed);
  file(pen, 'file', pen.between('2024-07-05', '2024-11-20'));
  const halves = [
    [2024, 'H2', '2025-01-01', '2025-01-25'],
    [2025, 'H1', '2025-07-01', '2025-07-24'],
    [2025, 'H2', '2026-01-01', '2026-01-25'],
  ] as const;
  for (const [year, half, first, last] of halves) {
    if (pen.happens(0.7)) pen.write(pen.between(first, last), 'agency', 'report-work', { year, half });
  }
  return pen.plan();
}

/** Files and is accepted; some have to bring more, some are reviewed too late, some never. */
function file(pen: Pen, name: 'file' | 'refile', day: string, accepted = 1): void {
  const [jurisdiction = '', uscc = ''] = pen.fileId.split('-');
  const place = uscc.slice(2, 8);
  const kinds = [
    ...['application-form', 'business-licence', 'articles', 'senior-managers', 'professionals'],
    ...['annual-report', 'commitment', 'fee-schedule', 'code-of-conduct', 'information-security'],
  ];
  pen.writeAt(`${day}T09:00:00+08:00`, 'agency', name, {
    uscc,
    agencyName: '示例信用服务有限公司',
    registeredArea: place,
    registeredOn: '2019-05-06',
    serviceKinds: [jurisdiction === XINJIANG ? '信用评价' : '信用评级'],
    registeredCapitalFen: 100_000_000,
    documents: kinds.map((kind) => ({ kind, sha256: 'b'.repeat(64) })),
    seniorManagers: [{ role: '法定代表人', name: '田测试' }],
    professionals: [],
  });
  pen.writeAt(`${day}T09:00:30+08:00`, 'agency', 'commit', {
    commitmentVersion: 1,
    clauses: ['登记信息真实', '信用状况', '服务内容', '违规违约责任'],
    signedBy: '法定代表人',
    sealed: true,
    sha256: 'e'.repeat(64),
  });
  let reviewFrom = day;
  if (pen.happens(0.2)) {
    const returned = pen.between(dayAfter(day, 1), dayAfter(day, 20));
    reviewFrom = pen.between(dayAfter(returned, 1), dayAfter(returned, 20));
    pen.write(returned, 'authority', 'request-supplement', { missing: ['articles'] });
    pen.write(reviewFrom, 'agency', 'supplement', {
      documents: [{ kind: 'articles', sha256: 'c'.repeat(64) }],
    });
  }
  if (pen.happens(accepted)) {
    const fileNo = `F-${day}`;
    pen.write(pen.between(dayAfter(reviewFrom, 1), dayAfter(reviewFrom, 24)), 'authority', 'accept', {
      fileNo,
    });
  }
}

const PARTS = ['market-supervision-annual-report', 'regional-business-summary', 'project-list'];

function report(pen: Pen, reportYear: number, day: string): void {
  pen.write(day, 'agency', 'report', { reportYear, parts: PARTS, projects: [] });
}

/** Handed in late on 30 June; an authority records it some day in July, and restores a file that was revoked meanwhile. */
function recordedLater(pen: Pen, reportYear: number, day: string): void {
  const handedIn = `${reportYear + 1}-06-30T21:30:00+08:00`;
  const data = { reportYear, parts: PARTS, projects: [], lateRecordReason: '窗口登记延后' };
  pen.writeAt(`${day}T10:00:00+08:00`, 'authority', 'report', data, handedIn);
  pen.writeAt(`${day}T11:00:00+08:00`, 'authority', 'restore', { reason: '报告已按期提交' });
}

/** Forgets its report, or brings it when it is too late; some file anew. */
function tardy(pen: Pen): void {
  if (pen.happens(0.5)) report(pen, 2024, pen.between('2025-07-01', '2025-07-08'));
  if (!pen.happens(0.6)) return;
  const again = pen.between('2025-07-07', '2025-12-20');
  file(pen, 'refile', again);
  if (pen.happens(0.5)) report(pen, 2025, pen.between('2026-02-01', '2026-06-30'));
}

/** Interviewed, ordered to rectify, refuses, is revoked and barred for a year; tries to file again before and after. */
function stubborn(pen: Pen, day: string): void {
  const orderedOn = dayAfter(day, 3);
  const refusedOn = dayAfter(orderedOn, 31);
  const revokedOn = dayAfter(refusedOn, 4);
  pen.write(day, 'authority', 'interview', { code: 'FALSE-PUBLICITY' });
  pen.write(orderedOn, 'authority', 'order-rectification', { term: { amount: 30, unit: 'calendar-day' } });
  pen.write(refusedOn, 'authority', 'refuse-rectification', { reason: '期满未整改' });
  pen.write(revokedOn, 'authority', 'revoke', { ground: 'REFUSED-RECTIFICATION', servedOn: revokedOn });
  const sameDayNextYear = `${Number(revokedOn.slice(0, 4)) + 1}${revokedOn.slice(4)}`;
  file(pen, 'refile', pen.between(dayAfter(revokedOn, 30), sameDayNextYear));
  if (pen.happens(0.5)) file(pen, 'refile', dayAfter(sameDayNextYear, 1));
}

function leave(pen: Pen, day: string): void {
  const leaving = { reason: 'CANCELLATION' };
  pen.write(day, 'agency', 'apply-deregistration', leaving);
  pen.write(pen.between(dayAfter(day, 1), dayAfter(day, 30)), 'authority', 'deregister', leaving);
}

/** Objections and complaints, some of which nobody settles in time. */
function disputes(pen: Pen): void {
  for (let number = 1; pen.happens(0.5); number += 1) {
    const [ref, day] = [`O-${number}`, pen.between('2025-01-10', '2026-06-10')];
    pen.write(day, 'agency', 'object', { ref, claim: '信息有误', addressee: 'agency' });
    if (!pen.happens(0.8)) continue;
    const resolution = { ref, outcome: 'denied', reason: '核查无误' };
    pen.write(pen.between(dayAfter(day, 1), dayAfter(day, 25)), 'agency', 'resolve-objection', resolution);
  }
  for (let number = 1; pen.happens(0.5); number += 1) {
    const [ref, day] = [`C-${number}`, pen.between('2025-01-10', '2026-06-01')];
    const acceptedOn = pen.between(dayAfter(day, 1), dayAfter(day, 5));
    pen.write(day, 'public', 'complain', { ref, ground: 'CHARGES', identityWithheld: true });
    pen.write(acceptedOn, 'authority', 'accept-complaint', { ref });
    if (!pen.happens(0.8)) continue;
    const outcome = { ref, outcome: 'unsubstantiated' };
    pen.write(
      pen.between(dayAfter(acceptedOn, 1), dayAfter(acceptedOn, 35)),
      'authority',
      'resolve-complaint',
      outcome,
    );
  }
}

/** A change of what was filed, reviewed in time or not. */
function changes(pen: Pen, first: string, last: string): void {
  if (!pen.happens(0.6)) return;
  const day = pen.between(first, last);
  pen.write(day, 'agency', 'amend', {
    field: 'office_address',
    before: '旧址',
    after: '新址',
    changedOn: dayAfter(day, -2),
  });
  pen.write(pen.between(dayAfter(day, 1), dayAfter(day, 25)), 'authority', 'accept-amendment');
}
