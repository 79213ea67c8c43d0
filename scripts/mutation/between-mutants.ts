import fc from 'fast-check';
import { afterAll } from 'vitest';

// Every mutant meets the same random cases, so that what survives today survives tomorrow.
fc.configureGlobal({ seed: 20_260_401 });

// The process goes on to the next mutant: what a spec computes while it is read must not meet the last one.
afterAll(() => {
  const { __stryker__: stryker } = globalThis as { __stryker__?: { activeMutant?: string | undefined } };
  if (stryker !== undefined) stryker.activeMutant = undefined;
});
