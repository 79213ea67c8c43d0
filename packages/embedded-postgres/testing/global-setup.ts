import type { TestProject } from 'vitest/node';
import { closeRunDirectory, openRunDirectory, type RunDirectory } from './run-directory.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of this test run; PostgreSQL starts below it when the first test asks. */
    readonly runDirectory: string;
  }
}

let run: RunDirectory | undefined;

/** Sweeps up after killed runs and gives this one a folder; starts nothing. */
export async function setup(project: TestProject): Promise<void> {
  run = await openRunDirectory();
  project.provide('runDirectory', run.path);
}

/** Whatever the tests started in the folder has ended, and the folder is gone. */
export async function teardown(): Promise<void> {
  if (run !== undefined) await closeRunDirectory(run);
}
