import { type Spread, spreadOf } from './statistics.ts';

/** What one run of a contestant shows: figures by their unit, as `events/s` or `p50 ms`. */
export type Figures = Readonly<Record<string, number>>;

/** One who does the work that is compared. */
export interface Contestant {
  readonly name: string;
  /** Does the work once. Units: `round` counts from 0, which is forgotten. */
  run(round: number): Promise<Figures>;
}

/** The figure of a contestant in one round. */
export type FigureOf = (contestant: string, figure: string) => number;

/** A demand: taken within each round, where the contestants ran beside each other, and judged by its median. */
export interface Claim {
  /** What is taken, as `node ÷ raw`. */
  readonly says: string;
  readonly measure: (of: FigureOf) => number;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** Contestants that do the same work, and what is demanded of them. */
export interface Contest {
  readonly contestants: readonly Contestant[];
  readonly claims: readonly Claim[];
}

/** A claim and what came out. */
export interface JudgedClaim {
  readonly says: string;
  readonly bound: string;
  readonly spread: Spread;
  readonly holds: boolean;
}

/** One figure of one contestant over all rounds. */
export interface ContestFigure {
  readonly contestant: string;
  readonly figure: string;
  readonly spread: Spread;
}

export interface ContestResult {
  readonly claims: readonly JudgedClaim[];
  readonly figures: readonly ContestFigure[];
  /** What each round showed, by contestant. */
  readonly rounds: readonly Readonly<Record<string, Figures>>[];
}

/**
 * Lets the contestants take turns, `runs` rounds after one to warm up, each round beginning with the next of them.
 *
 * Errors: what a contestant throws; a claim about a figure that nobody showed.
 */
export async function runContest({ contestants, claims }: Contest, runs: number): Promise<ContestResult> {
  const rounds: Record<string, Figures>[] = [];
  for (let round = 0; round <= runs; round++) {
    const shown: Record<string, Figures> = {};
    const first = round % contestants.length;
    for (const contestant of [...contestants.slice(first), ...contestants.slice(0, first)])
      shown[contestant.name] = await contestant.run(round);
    if (round > 0) rounds.push(shown);
  }
  return {
    claims: claims.map((claim) => judge(claim, rounds)),
    figures: contestants.flatMap(({ name }) => figuresOf(name, rounds)),
    rounds,
  };
}

function judge(
  { says, measure, atLeast, atMost }: Claim,
  rounds: readonly Record<string, Figures>[],
): JudgedClaim {
  const spread = spreadOf(rounds.map((round) => measure(figureOf(round))));
  const bounds = [
    ...(atLeast === undefined ? [] : [`≥ ${atLeast}`]),
    ...(atMost === undefined ? [] : [`≤ ${atMost}`]),
  ];
  return {
    says,
    bound: bounds.join(' and '),
    spread,
    holds: spread.median >= (atLeast ?? -Infinity) && spread.median <= (atMost ?? Infinity),
  };
}

function figureOf(round: Record<string, Figures>): FigureOf {
  return (contestant, figure) => {
    const value = round[contestant]?.[figure];
    if (value === undefined) throw new Error(`${contestant} showed no ${figure}`);
    return value;
  };
}

function figuresOf(contestant: string, rounds: readonly Record<string, Figures>[]): ContestFigure[] {
  const names = Object.keys(rounds[0]?.[contestant] ?? {});
  return names.map((figure) => ({
    contestant,
    figure,
    spread: spreadOf(rounds.map((round) => figureOf(round)(contestant, figure))),
  }));
}
