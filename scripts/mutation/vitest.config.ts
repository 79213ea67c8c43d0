import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The tables of the law, line by line: they answer for most mutants that need every test, so they are asked first. */
const TABLES = /\/(transition-table|case-table)\.spec\.ts$/;

class TablesFirst extends BaseSequencer {
  override async sort(specs: TestSpecification[]): Promise<TestSpecification[]> {
    const others = await super.sort(specs.filter(({ moduleId }) => !TABLES.test(moduleId)));
    return [...specs.filter(({ moduleId }) => TABLES.test(moduleId)), ...others];
  }
}

/** The tests that answer for the mutated packages: their own specs, without those that differ from run to run. */
export default defineConfig({
  test: {
    include: ['packages/{statutory-calendar,credit-file}/src/**/*.spec.ts'],
    // A mutant meets a random life in one run and not in the next, and every mutant would wait for all of them.
    exclude: ['**/node_modules/**', '**/{random-lives,duties,laws-of-the-fold}.spec.ts'],
    setupFiles: ['scripts/mutation/same-draws.ts'],
    isolate: false,
    sequence: { sequencer: TablesFirst },
    env: { TZ: 'America/New_York' },
  },
});
