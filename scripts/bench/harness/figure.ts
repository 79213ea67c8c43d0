import type { ContestResult } from './contest.ts';

/** One thing measured, in the form that `--json` prints. */
export interface Figure {
  /** What was measured, as `append-x1/node`. */
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** Rounds that the median is of. */
  readonly runs: number;
  /** This median over those of the others in the same rounds, by contestant. */
  readonly ratio: Readonly<Record<string, number>>;
}

/** What a contest has shown, figure by figure. */
export function figuresOfContest(contest: string, { figures, rounds }: ContestResult): Figure[] {
  return figures.map(({ contestant, figure, spread }) => {
    const others = figures.filter((one) => one.figure === figure && one.contestant !== contestant);
    return {
      name: `${contest}/${contestant}`,
      unit: figure,
      median: spread.median,
      min: spread.least,
      max: spread.most,
      runs: rounds.length,
      ratio: Object.fromEntries(
        others
          .filter((other) => other.spread.median !== 0)
          .map((other) => [other.contestant, spread.median / other.spread.median]),
      ),
    };
  });
}
