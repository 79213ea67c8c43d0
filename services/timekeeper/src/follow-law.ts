import type { ReadModels } from '@ledger/projection-engine';
import type { Logger } from 'pino';
import type { RecordedLaw } from './recorded-law.ts';

export interface LawFollowing {
  readonly readModels: Pick<ReadModels, 'onAdvance'>;
  /** Resolves after so many milliseconds, or earlier when the signal aborts; never rejects. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly log: Pick<Logger, 'warn'>;
}

/** However fast the ledger grows, its law is read no oftener. */
const PAUSE_MS = 1_000;

/**
 * Has the law read now, and again within a second or so whenever the ledger has grown, until the answer is called.
 *
 * A notice that arrives so changes the dates that are shown, and makes the provisional ones firm, without a restart. A
 * reading that fails is logged and repeated.
 */
export function followLaw(law: Pick<RecordedLaw, 'refresh'>, following: LawFollowing): () => void {
  const { readModels, wait, log } = following;
  const ending = new AbortController();
  let reading = false;
  const read = async (): Promise<void> => {
    if (reading) return;
    reading = true;
    for (let isRead = false; !isRead && !ending.signal.aborted; ) {
      await wait(PAUSE_MS, ending.signal);
      // What is recorded from here on asks for another reading.
      reading = false;
      isRead = await law.refresh().then(
        () => true,
        (error: unknown) => {
          if (!ending.signal.aborted)
            log.warn({ err: error }, 'the law could not be read; it is tried again');
          return false;
        },
      );
      if (!isRead) reading = true;
    }
  };
  const unsubscribe = readModels.onAdvance(() => void read());
  void read();
  return () => {
    unsubscribe();
    ending.abort();
  };
}
