/**
 * Lets this process live through two faults of `@eventstore/db-client` 6.2.1 that come to light when connections break: an answer to a batch
 * that it has given up throws within the library, and an append that waits for room in a stream that breaks rejects a promise nobody holds.
 *
 * Neither hides an outcome: the append in question is without an answer and is sent again. Every other fault ends the process as ever.
 */
export function surviveLibraryFaults(): void {
  const fromLibrary = (error: unknown): boolean =>
    error instanceof Error && /db-client[\s\S]*batchAppend/.test(error.stack ?? '');
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      if (fromLibrary(error)) return;
      console.error(error);
      process.exit(1);
    });
  }
}
