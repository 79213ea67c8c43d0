import { LAW, type Rule } from '@ledger/rulebooks';
import { type Coverage, coverageOf, type TitledFile } from './coverage.ts';
import { LEFT_OUT } from './left-out.ts';
import { renderCoverage } from './page.ts';
import { titledFiles } from './sources.ts';

/** What tests show of the law that ships with the ledger, and the page that says so. */
export interface LawCoverage extends Coverage {
  readonly page: string;
  /** Rules of a level that no title names, in the order of the catalogues. */
  readonly untested: (level: Rule['level']) => readonly string[];
}

/** Where the page stands, from the root. */
export const PAGE = 'docs/law-coverage.md';

/** The coverage that the tests under a root give. */
export function lawCoverageUnder(root: string): LawCoverage {
  return lawCoverageOf(titledFiles(root));
}

/** The coverage that files of tests give. */
export function lawCoverageOf(files: readonly TitledFile[]): LawCoverage {
  const rules = [...LAW.rules.values()];
  const coverage = coverageOf(rules, files);
  return {
    ...coverage,
    page: renderCoverage(rules, coverage, LEFT_OUT),
    untested: (level) =>
      rules
        .filter((rule) => rule.level === level && coverage.evidence.get(rule.id)?.length === 0)
        .map(({ id }) => id),
  };
}
