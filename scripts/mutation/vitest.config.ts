import { defineConfig } from 'vitest/config';

/** The tests that answer for the mutated packages: their own specs, without those that differ from run to run. */
export default defineConfig({
  test: {
    include: ['packages/{statutory-calendar,credit-file}/src/**/*.spec.ts'],
    // A mutant may meet a random life in one run and not in the next, and 100 000 steps for each mutant take days.
    exclude: ['**/node_modules/**', '**/random-lives.spec.ts'],
    env: { TZ: 'America/New_York' },
  },
});
