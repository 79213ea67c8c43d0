import type { ContestResult } from './contest.ts';
import type { Spread } from './statistics.ts';

const SIGNIFICANT = 3;

/** A contest as text: the claims first, then the figures they were taken from. */
export function contestTable({ claims, figures }: ContestResult): string {
  return table([
    ...claims.map(({ says, bound, spread, holds }) => [holds ? '✓' : '✗', says, ...cells(spread), bound]),
    ...figures.map(({ contestant, figure, spread }) => ['', contestant, ...cells(spread), figure]),
  ]);
}

/** Rows as columns of equal width, two spaces between them. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
}

/** A number as people read it: three digits that say something, thousands apart. */
export function rounded(value: number): string {
  const digits = Math.max(0, SIGNIFICANT - 1 - Math.floor(Math.log10(Math.abs(value) || 1)));
  const [whole = '', fraction] = value.toFixed(digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ' ');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function cells({ median, least, most }: Spread): readonly string[] {
  return [rounded(median), `(${rounded(least)} – ${rounded(most)})`];
}
