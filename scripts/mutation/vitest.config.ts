import { defineConfig, type Plugin } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { KeptWorker } from './kept-worker.ts';

/** The tables of the law, line by line: they answer for most mutants that need every test, so they are asked first. */
const TABLES = /\/(life-cycle|case-table)\.spec\.ts$/;

class TablesFirst extends BaseSequencer {
  override async sort(specs: TestSpecification[]): Promise<TestSpecification[]> {
    const others = await super.sort(specs.filter(({ moduleId }) => !TABLES.test(moduleId)));
    return [...specs.filter(({ moduleId }) => TABLES.test(moduleId)), ...others];
  }
}

/** Stryker names the pool on its own, so the one that keeps its process is put in its place when all is read. */
const keptProcess: Plugin = {
  name: 'kept-process',
  configureVitest({ project }) {
    project.config.pool = 'kept';
    project.config.poolRunner = { name: 'kept', createPoolWorker: (options) => new KeptWorker(options) };
  },
};

/** The tests that answer for the mutated packages: their own specs, without those that differ from run to run. */
export default defineConfig({
  plugins: [keptProcess],
  test: {
    include: ['packages/{statutory-calendar,credit-file}/src/**/*.spec.ts'],
    // A mutant meets a random life in one run and not in the next, and every mutant would wait for all of them.
    exclude: ['**/node_modules/**', '**/{random-lives,duties,laws-of-the-fold}.spec.ts'],
    setupFiles: ['scripts/mutation/between-mutants.ts'],
    isolate: false,
    sequence: { sequencer: TablesFirst },
    env: { TZ: 'America/New_York' },
  },
});
