import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.spec.ts', '**/*.spec.tsx', '**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/.tsbuild/**'],
    // Gives the run a folder in which the first test that needs PostgreSQL starts it; stops it at the end.
    globalSetup: ['./packages/embedded-postgres/testing/global-setup.ts'],
    // Two cores: PostgreSQL, the node and a browser share them with the tests.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    env: { TZ: 'America/New_York' },
  },
});
