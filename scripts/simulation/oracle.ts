import { createRequire } from 'node:module';
import type { Deed, LifePlan } from './plan.ts';
import type { SimulationSpan } from './region.ts';

/**
 * The law of the two jurisdictions once more, told as a child would: day by day, with fingers for the working days.
 *
 * It shares nothing with the ledger: no clocks, no rulebook, no calendar, no transition table. It is slow, it knows only
 * the deeds of the plans, and where it and the ledger differ one of them is wrong.
 */

/** What becomes of a file: each act of the law's own, one a line, and where it ends. */
export interface Fate {
  readonly lines: readonly string[];
  readonly status: string;
}

interface DayTable {
  readonly off: ReadonlySet<string>;
  readonly makeUp: ReadonlySet<string>;
}

const DAY_MS = 86_400_000;
const REMINDER_MARKS = [1, 7, 30];
const require = createRequire(import.meta.url);
const DAYS = readYearTables([2024, 2025, 2026]);

/** What will become of a file, if the law is as we read it. */
export function foretell(plan: LifePlan, span: SimulationSpan): Fate {
  const file = new ForetoldFile(plan.fileId);
  for (let day = span.firstDay; day <= span.lastDay; day = nextDay(day)) {
    const midnight = `${day}T00:00:00+08:00`;
    const standstill = span.downtimes.find(({ from, to }) => from <= midnight && midnight < to);
    // A timekeeper that comes back in the night makes its round before the offices open.
    if (standstill === undefined || standstill.to.startsWith(day)) file.dawn(day);
    if (day === span.lastDay) break;
    for (const deed of plan.deeds.filter(({ at }) => at.startsWith(day))) {
      file.take(deed);
      const stands = span.downtimes.some(({ from, to }) => from <= deed.at && deed.at < to);
      if (deed.name === 'accept' && !stands) file.warn(day, deed.at);
    }
  }
  return { lines: file.lines.toSorted(), status: file.status };
}

class ForetoldFile {
  status = 'none';
  readonly lines: string[] = [];
  readonly #yearly: boolean;
  #filedOn = '';
  #onFileSince = '';
  #reviewFrom: string | undefined;
  #changeFrom: string | undefined;
  #bar: string | undefined;
  /** Period to the day on which its report was handed in. */
  #reports = new Map<string, string>();
  #flaggedPeriods = new Set<string>();
  #reminded = new Set<string>();
  #discipline = 0;
  #leaving = false;
  readonly #objections = new Map<string, string>();
  readonly #complaints = new Map<string, string>();

  constructor(fileId: string) {
    this.#yearly = fileId.startsWith('65');
  }

  /** What the law does by itself when a day begins. */
  dawn(today: string): void {
    this.#reviews(today);
    for (const [ref, from] of this.#objections) {
      if (['on-file', 'revoked', 'deregistered'].includes(this.status) && this.#isOver(from, 10, today)) {
        this.#say(workingDaysAfter(from, 10), 'objection-overdue', ref);
        this.#objections.delete(ref);
      }
    }
    for (const [ref, from] of this.#complaints) {
      if (this.#isOver(from, 15, today)) {
        this.#say(workingDaysAfter(from, 15), 'complaint-overdue', ref);
        this.#complaints.delete(ref);
      }
    }
    if (this.status === 'revoked' && this.#bar !== undefined && today > this.#bar) {
      this.#say(this.#bar, 'bar-expired', this.#bar);
      this.#bar = undefined;
    }
    this.#periodicReport(today);
    this.warn(today, `${today}T00:00:00+08:00`);
  }

  #reviews(today: string): void {
    if (!this.#yearly) return;
    if (
      this.status === 'under-review' &&
      this.#reviewFrom !== undefined &&
      this.#isOver(this.#reviewFrom, 10, today)
    ) {
      this.#say(workingDaysAfter(this.#reviewFrom, 10), 'review-overdue', 'filing');
      this.#reviewFrom = undefined;
    }
    if (
      this.status === 'on-file' &&
      this.#changeFrom !== undefined &&
      this.#isOver(this.#changeFrom, 10, today)
    ) {
      this.#say(workingDaysAfter(this.#changeFrom, 10), 'review-overdue', 'amendment');
      this.#changeFrom = undefined;
    }
  }

  #periodicReport(today: string): void {
    while (this.status === 'on-file' && today > this.#nextReport().last) {
      const { period, last } = this.#nextReport();
      if (this.#yearly) {
        this.#say(last, 'report-overdue', period);
        this.#say(last, 'revoked', 'LATE-REPORT');
        this.status = 'revoked';
      } else {
        this.#say(last, 'work-report-overdue', period);
        this.#flaggedPeriods.add(period);
      }
    }
  }

  /** Warns of the next report, once for each mark that is passed. */
  warn(today: string, at: string): void {
    if (this.status !== 'on-file') return;
    const { last } = this.#nextReport();
    const left = (Date.parse(last) - Date.parse(today)) / DAY_MS;
    const mark = REMINDER_MARKS.find((days) => days >= left);
    if (mark === undefined) return;
    if (REMINDER_MARKS.some((days) => days <= mark && this.#reminded.has(`${last} ${days}`))) return;
    this.#reminded.add(`${last} ${mark}`);
    this.lines.push(`${at} reminded ${last} -${left}`);
  }

  /** The report that is owed next; nobody owes one that was due before it was on file. */
  #nextReport(): { readonly period: string; readonly last: string } {
    const lastDayOf = (one: string) =>
      this.#yearly ? `${Number(one) + 1}-06-30` : workingDaysAfter(endOfHalf(one), 10);
    let period = this.#yearly ? this.#filedOn.slice(0, 4) : halfOf(this.#filedOn);
    while (this.#isSettled(period) || lastDayOf(period) < this.#onFileSince) period = periodAfter(period);
    return { period, last: lastDayOf(period) };
  }

  /** In time, or flagged where nothing worse follows. A report that comes after the last day settles nothing. */
  #isSettled(period: string): boolean {
    const handedIn = this.#reports.get(period);
    if (!this.#yearly) return handedIn !== undefined || this.#flaggedPeriods.has(period);
    return handedIn !== undefined && handedIn <= `${Number(period) + 1}-06-30`;
  }

  /** What people do; what the law does not allow changes nothing. */
  take({ at, name, data, occurredAt }: Deed): void {
    const day = at.slice(0, 10);
    const ref = String(data['ref']);
    const isOnFile = this.status === 'on-file';
    const isKnown = ['on-file', 'revoked', 'deregistered'].includes(this.status);
    switch (name) {
      case 'file':
        if (this.status === 'none') this.#file(day);
        break;
      case 'refile':
        if (['revoked', 'refused', 'deregistered'].includes(this.status) && !this.#isBarred(day))
          this.#file(day);
        break;
      case 'request-supplement':
        if (this.status === 'under-review') this.status = 'supplement';
        break;
      case 'supplement':
        if (this.status === 'supplement') [this.status, this.#reviewFrom] = ['under-review', day];
        break;
      case 'accept':
        if (this.status === 'under-review') [this.status, this.#onFileSince] = ['on-file', day];
        break;
      case 'report': {
        const year = String(data['reportYear']);
        const wasOnFile = isOnFile || (this.status === 'revoked' && occurredAt !== undefined);
        if (wasOnFile && !this.#reports.has(year)) this.#reports.set(year, (occurredAt ?? at).slice(0, 10));
        break;
      }
      case 'report-work':
        if (isOnFile) this.#reports.set(`${data['year']}-${data['half']}`, day);
        break;
      case 'restore':
        if (this.status === 'revoked') this.status = 'on-file';
        break;
      case 'interview':
        if (isOnFile) this.#discipline = 1;
        break;
      case 'order-rectification':
        if (isOnFile && this.#discipline === 1) this.#discipline = 2;
        break;
      case 'refuse-rectification':
        if (isOnFile && this.#discipline === 2) this.#discipline = 3;
        break;
      case 'revoke':
        if (isOnFile && this.#discipline === 3) this.#revokeAndBar(at);
        break;
      case 'apply-deregistration':
        if (isOnFile) this.#leaving = true;
        break;
      case 'deregister':
        if (isOnFile && this.#leaving) this.status = 'deregistered';
        break;
      case 'amend':
        if (isOnFile) this.#changeFrom = day;
        break;
      case 'accept-amendment':
        if (isOnFile) this.#changeFrom = undefined;
        break;
      case 'object':
        if (isKnown) this.#objections.set(ref, day);
        break;
      case 'resolve-objection':
        if (isKnown) this.#objections.delete(ref);
        break;
      case 'accept-complaint':
        this.#complaints.set(ref, day);
        break;
      case 'resolve-complaint':
        this.#complaints.delete(ref);
        break;
      default:
        break;
    }
  }

  #isBarred(day: string): boolean {
    return this.#bar !== undefined && day <= this.#bar;
  }

  #file(day: string): void {
    [this.status, this.#filedOn, this.#reviewFrom] = ['under-review', day, day];
    [this.#reports, this.#flaggedPeriods, this.#reminded] = [new Map(), new Set(), new Set()];
    [this.#discipline, this.#bar] = [0, undefined];
  }

  #revokeAndBar(at: string): void {
    const day = at.slice(0, 10);
    this.#bar = `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`;
    this.status = 'revoked';
    this.lines.push(`${at} revoked REFUSED-RECTIFICATION`, `${at} barred ${this.#bar}`);
  }

  #isOver(from: string, workingDays: number, today: string): boolean {
    return today > workingDaysAfter(from, workingDays);
  }

  #say(lastDay: string, type: string, detail: string): void {
    this.lines.push(`${nextDay(lastDay)}T00:00:00+08:00 ${type} ${detail}`);
  }
}

/** Counts on the fingers: the first day is not counted, and only days on which offices work are. */
function workingDaysAfter(from: string, term: number): string {
  let day = from;
  for (let counted = 0; counted < term; ) {
    day = nextDay(day);
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    const isWeekend = weekday === 0 || weekday === 6;
    if (DAYS.makeUp.has(day) || (!isWeekend && !DAYS.off.has(day))) counted += 1;
  }
  return day;
}

function halfOf(day: string): string {
  return `${day.slice(0, 4)}-${day.slice(5) <= '06-30' ? 'H1' : 'H2'}`;
}

function endOfHalf(half: string): string {
  return `${half.slice(0, 4)}-${half.endsWith('H1') ? '06-30' : '12-31'}`;
}

function periodAfter(period: string): string {
  const year = Number(period.slice(0, 4));
  if (period.length === 4) return String(year + 1);
  return period.endsWith('H1') ? `${year}-H2` : `${year + 1}-H1`;
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

/** The year tables of a collection that is none of ours. */
function readYearTables(years: readonly number[]): DayTable {
  const dates = years.flatMap((year) => {
    const table = require(`holiday-calendar/data/CN/${year}.json`) as {
      readonly dates: readonly {
        readonly date: string;
        readonly type: 'public_holiday' | 'transfer_workday';
      }[];
    };
    return table.dates;
  });
  const of = (type: string) => new Set(dates.filter((one) => one.type === type).map(({ date }) => date));
  return { off: of('public_holiday'), makeUp: of('transfer_workday') };
}
