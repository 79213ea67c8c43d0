/** The middle of `values`; of an even number the mean of the two in the middle. */
function median(values: readonly number[]): number {
  return (percentile(values, 50) + percentile(values, 50, Math.ceil)) / 2;
}

/** The value below which `percent` of `values` lie, by the nearest rank. Units: `percent` from 0 to 100. */
export function percentile(values: readonly number[], percent: number, round = Math.floor): number {
  const sorted = values.toSorted((one, other) => one - other);
  const value = sorted[round(((sorted.length - 1) * percent) / 100)];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}

/** Middle and extremes of a figure over the rounds of a run. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** What `values` look like. */
export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}
