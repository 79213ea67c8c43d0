import type { Statistics } from '@ledger/schemas/http';
import type { Counted } from './statistics.ts';

type Month = Statistics['months'][number];

/**
 * The months from the first with an act to the last, none left out, each with the standings at its end.
 *
 * Shape: a standing that no file has at the end of a month is left out; files that stand nowhere yet are not counted.
 * Units: parts of `ended` are kind, rule, outcome, month; of `sanctions` rule, type, state, month; of `moves` month, from, to.
 */
export function monthsOf(counted: {
  readonly ended: readonly Counted[];
  readonly sanctions: readonly Counted[];
  readonly moves: readonly Counted[];
}): readonly Month[] {
  const ended = groupByMonth(counted.ended, 3);
  const sanctions = groupByMonth(counted.sanctions, 3);
  const moves = groupByMonth(counted.moves, 0);
  const known = [...ended.keys(), ...sanctions.keys(), ...moves.keys()].sort();
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return [];
  const standings = new Map<string, number>();
  const months: Month[] = [];
  for (let month = first; month <= last; month = monthAfter(month)) {
    for (const { parts, count } of moves.get(month) ?? []) {
      const [, from = '', to = ''] = parts;
      standings.set(from, (standings.get(from) ?? 0) - count);
      standings.set(to, (standings.get(to) ?? 0) + count);
    }
    const outcome = (name: string): number =>
      sum((ended.get(month) ?? []).filter(({ parts }) => parts[2] === name));
    months.push({
      month,
      standings: Object.fromEntries(
        [...standings].filter(([status, count]) => status !== 'none' && count > 0),
      ),
      met: outcome('met'),
      missed: outcome('missed'),
      sanctions: sum(sanctions.get(month) ?? []),
    });
  }
  return months;
}

function groupByMonth(counted: readonly Counted[], place: number): ReadonlyMap<string, readonly Counted[]> {
  return Map.groupBy(counted, ({ parts }) => parts[place] ?? '');
}

function sum(counted: readonly Counted[]): number {
  return counted.reduce((total, { count }) => total + count, 0);
}

function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const next = number === 12 ? [year + 1, 1] : [year, number + 1];
  return `${String(next[0]).padStart(4, '0')}-${String(next[1]).padStart(2, '0')}`;
}
