import { defineConfig } from 'vitest/config';

/** The tests that answer for the mutated packages: their own specs, without those that differ from run to run. */
export default defineConfig({
  test: {
    include: ['packages/{statutory-calendar,credit-file}/src/**/*.spec.ts'],
    // A mutant meets a random life in one run and not in the next, and every mutant would wait for all of them.
    exclude: ['**/node_modules/**', '**/{random-lives,duties,laws-of-the-fold}.spec.ts'],
    isolate: false,
    env: { TZ: 'America/New_York' },
  },
});
