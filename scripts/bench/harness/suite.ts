import type { Figure } from './figure.ts';
import type { Stage } from './stage.ts';

/** What a run was asked for on the command line. */
export interface BenchOptions {
  /** How much work one measurement does, in the unit of the suite; undefined = as the suite sees fit. */
  readonly size: number | undefined;
  /** Measured rounds; one more is run before them and forgotten. */
  readonly runs: number;
  /** How long, where a suite runs for a time. */
  readonly minutes: number | undefined;
  /** Names of what to measure, also their first words: `append` means `append-x1` and all its kin. Empty = everything. */
  readonly only: readonly string[];
}

/** One demand and how it fared. */
export interface Verdict {
  readonly claim: string;
  readonly holds: boolean;
}

/** What a suite has found; `results` is written to the report as it is. */
export interface SuiteReport {
  readonly results: unknown;
  readonly figures: readonly Figure[];
  readonly verdicts: readonly Verdict[];
}

/** Something that can be measured by `npm run bench -- NAME`. */
export interface Suite {
  readonly name: string;
  /** One line for `npm run bench` without a name. */
  readonly says: string;
  /** Measures, and says through `print` what it finds as it finds it. */
  run(options: BenchOptions, stage: Stage, print: (line: string) => void): Promise<SuiteReport>;
}
