import { type Contest, runContest } from './contest.ts';
import { contestTable } from './contest-table.ts';
import { type Figure, figuresOfContest } from './figure.ts';
import type { Stage } from './stage.ts';
import type { BenchOptions, Suite, Verdict } from './suite.ts';

/** One contest of a suite: what `--only` calls it, and how it is set up. */
export interface Comparison {
  readonly name: string;
  /** Sets the contestants up on `stage`, which also closes them. */
  open(stage: Stage, options: BenchOptions): Promise<Contest>;
}

/** A suite that is a row of contests, each on a scene of its own. */
export function comparing(name: string, says: string, comparisons: readonly Comparison[]): Suite {
  return {
    name,
    says,
    run: async (options, stage, print) => {
      const results: Record<string, unknown> = {};
      const figures: Figure[] = [];
      const verdicts: Verdict[] = [];
      for (const comparison of chosen(comparisons, options.only)) {
        const result = await stage.scene(async (scene) =>
          runContest(await comparison.open(scene, options), options.runs),
        );
        results[comparison.name] = result;
        figures.push(...figuresOfContest(comparison.name, result));
        verdicts.push(
          ...result.claims.map(({ says, bound, holds }) => ({
            claim: `${comparison.name}: ${says} ${bound}`,
            holds,
          })),
        );
        print(`\n${comparison.name}\n${contestTable(result)}`);
      }
      return { results, figures, verdicts };
    },
  };
}

function chosen(comparisons: readonly Comparison[], only: readonly string[]): readonly Comparison[] {
  if (only.length === 0) return comparisons;
  const found = comparisons.filter(({ name }) =>
    only.some((wanted) => name === wanted || name.startsWith(`${wanted}-`)),
  );
  if (found.length === 0) throw new Error(`--only knows ${comparisons.map(({ name }) => name).join(', ')}`);
  return found;
}
