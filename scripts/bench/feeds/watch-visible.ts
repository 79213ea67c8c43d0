import type { EventId, Position } from '@ledger/schemas';
import type { FeedName } from '@ledger/schemas/http';
import type { LedgerProcesses } from './ledger-processes.ts';

const PATIENCE_MS = 120_000;
const PAGE_ROWS = 500;

/** Where a change stands in its feed, and when it could be read there. Units: `at` by `performance.now()` of this process. */
export interface Visible {
  readonly position: Position;
  readonly at: number;
}

/** Somebody who notes every change of a feed from now on. */
export interface VisibilityWatch {
  /** Everything the store holds is projected and noted. Errors: throws when the projector does not keep up. */
  end(): Promise<ReadonlyMap<EventId, Visible>>;
}

/** Watches a feed with one reader, as the API does: many who ask at every advance would be a load of their own. */
export async function watchVisible(
  { eventLog, readModels }: LedgerProcesses,
  feed: FeedName,
): Promise<VisibilityWatch> {
  const visible = new Map<EventId, Visible>();
  let after = await readModels.position();
  const read = async (): Promise<void> => {
    for (;;) {
      const page = await readModels.readFeed(feed, after, PAGE_ROWS);
      const at = performance.now();
      for (const { cause, position } of page.items) visible.set(cause.id, { position, at });
      after = page.next;
      if (after >= page.head) return;
    }
  };
  let reading = Promise.resolve();
  let isWaiting = false;
  const stop = readModels.onAdvance(() => {
    // Whoever waits for a turn will see what this advance brought, too.
    if (isWaiting) return;
    isWaiting = true;
    reading = reading.then(() => {
      isWaiting = false;
      return read();
    });
    // Its failure is met at the end.
    reading.catch(() => undefined);
  });
  return {
    async end() {
      const head = await eventLog.head();
      if (head !== undefined && (await readModels.waitFor(head.id, PATIENCE_MS)) !== 'projected')
        throw new Error('the projector does not keep up');
      stop();
      await reading;
      await read();
      return visible;
    },
  };
}
