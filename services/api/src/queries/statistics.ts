import type { ReadModels, Tally, Where } from '@ledger/projection-engine';
import { divisionNameOf } from '@ledger/public-register';
import { ruleOf } from '@ledger/rulebooks';
import type { Statistics } from '@ledger/schemas/http';
import { BETWEEN, statistics } from '@ledger/statistics';
import { supervisionGrade } from '@ledger/supervision-grade';
import { monthsOf } from './statistics-months.ts';

export interface StatisticsQuestion {
  readonly jurisdiction?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/** A value of a column, taken apart, and how often it occurs. */
export interface Counted {
  readonly parts: readonly string[];
  readonly count: number;
}

/**
 * The figures of the files asked for, and of no other jurisdiction than the `own` one where there is one.
 *
 * Shape: empty lists where nothing is counted; each read model is counted in one statement, and `position` is what both had reached.
 */
export async function readStatistics(
  readModels: ReadModels,
  { jurisdiction, from, until }: StatisticsQuestion,
  own: string | undefined,
): Promise<Statistics> {
  const where: readonly Where[] = [whereOf(jurisdiction, own)];
  const onFile = where.map((one) => ({ ...one, status: { is: 'on-file' } }));
  const rows = readModels.rowsOf(statistics);
  const position = await readModels.position();
  const [
    [byStatus = [], running = [], ended = [], sanctions = [], moves = []],
    [byDivision = [], byService = []],
    [byGrade = []],
  ] = await Promise.all([
    rows.tally(['status', 'running', 'ended', 'sanctions', 'moves'], where),
    rows.tally(['division', 'services'], onFile),
    readModels.rowsOf(supervisionGrade).tally(['grade'], where),
  ]);
  const isAsked = (month = ''): boolean =>
    (from === undefined || month >= from) && (until === undefined || month <= until);
  const endedThen = apart(ended).filter(({ parts: [, , , month] }) => isAsked(month));
  const sanctionsThen = apart(sanctions).filter(({ parts: [, , , month] }) => isAsked(month));
  return {
    position,
    agencies: {
      // The column holds nothing but standings.
      byStatus: byStatus.map(({ value, count }) => ({
        status: value,
        count,
      })) as Statistics['agencies']['byStatus'],
      byDivision: byDivision.map(({ value, count }) => divisionOf(value, count)),
      byService: byService.map(({ value, count }) => ({ service: value, count })),
      byGrade: byGrade.map(({ value, count }) => ({ grade: value, count })),
    },
    terms: termsOf(endedThen, apart(running)),
    sanctions: sanctionsOf(sanctionsThen),
    months: monthsOf({ ended: apart(ended), sanctions: apart(sanctions), moves: apart(moves) }).filter(
      ({ month }) => isAsked(month),
    ),
  };
}

function whereOf(asked: string | undefined, own: string | undefined): Where {
  const named = [asked, own].filter((one) => one !== undefined);
  if (named.length === 0) return {};
  // Two different jurisdictions: no file is of both.
  return { jurisdiction: named.every((one) => one === named[0]) ? { is: named[0] ?? null } : { in: [] } };
}

function apart(tallies: readonly Tally[]): readonly Counted[] {
  return tallies.map(({ value, count }) => ({ parts: value.split(BETWEEN), count }));
}

function divisionOf(division: string, count: number): Statistics['agencies']['byDivision'][number] {
  const name = divisionNameOf(division);
  return { division, ...(name !== undefined && { name }), count };
}

function termsOf(ended: readonly Counted[], running: readonly Counted[]): Statistics['terms'] {
  const terms = new Map<string, Statistics['terms'][number]>();
  const add = (kind: string, rule: string, field: 'met' | 'missed' | 'running', count: number): void => {
    const id = `${kind} ${rule}`;
    const term = terms.get(id) ?? { kind, ...cited(rule), met: 0, missed: 0, running: 0 };
    terms.set(id, { ...term, [field]: term[field] + count });
  };
  for (const { parts, count } of ended) {
    const [kind = '', rule = '', outcome] = parts;
    add(kind, rule, outcome === 'met' ? 'met' : 'missed', count);
  }
  for (const { parts, count } of running) {
    const [kind = '', rule = ''] = parts;
    add(kind, rule, 'running', count);
  }
  return [...terms].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, term]) => term);
}

function sanctionsOf(sanctions: readonly Counted[]): Statistics['sanctions'] {
  const found = new Map<string, Statistics['sanctions'][number]>();
  for (const { parts, count } of sanctions) {
    const [rule = '', type = '', state] = parts;
    const id = `${rule} ${type}`;
    const one = found.get(id) ?? { ...cited(rule), type, standing: 0, withdrawn: 0 };
    const field = state === 'standing' ? 'standing' : 'withdrawn';
    found.set(id, { ...one, [field]: one[field] + count });
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, sanction]) => sanction);
}

/** A rule with the article a reader can look up. */
function cited(rule: string): { readonly rule: string; readonly article?: string } {
  const article = ruleOf(rule)?.article;
  return article === undefined ? { rule } : { rule, article };
}
