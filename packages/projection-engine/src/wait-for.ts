import type { EventId, Position } from '@ledger/schemas';
import { readCheckpoint } from './checkpoint.ts';
import type { Sql } from './sql.ts';
import type { Watch } from './watch.ts';

const LOOK_AGAIN_MS = 1_000;

/** See {@link ReadModels.waitFor}. */
export async function waitFor(
  sql: Sql,
  watch: Watch,
  target: Position | EventId,
  timeoutMs: number,
): Promise<'projected' | 'parked' | 'timeout'> {
  let wake: () => void = () => undefined;
  let advanced = false;
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    wake();
  }, timeoutMs);
  // A notification can be lost with its connection.
  const look = setInterval(() => wake(), LOOK_AGAIN_MS);
  // Before the first look, so that nothing is committed unheard between the two.
  const unsubscribe = watch.onAdvance(() => {
    advanced = true;
    wake();
  });
  try {
    for (;;) {
      advanced = false;
      // A database that is away for a moment is waited for like everything else.
      const outcome = await outcomeOf(sql, target).catch(() => undefined);
      if (outcome !== undefined) return outcome;
      if (timedOut) return 'timeout';
      if (advanced) continue;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    clearTimeout(timer);
    clearInterval(look);
    unsubscribe();
  }
}

async function outcomeOf(sql: Sql, target: Position | EventId): Promise<'projected' | 'parked' | undefined> {
  if (typeof target === 'number') {
    return (await readCheckpoint(sql)).position >= target ? 'projected' : undefined;
  }
  const [found] = await sql.query<{ projected: boolean; parked: boolean }>(
    `SELECT EXISTS (SELECT FROM ledger.journal WHERE event_id = $1) AS projected,
            EXISTS (SELECT FROM ledger.waiting WHERE event_id = $1::text) AS parked`,
    [target],
  );
  if (found?.projected) return 'projected';
  return found?.parked ? 'parked' : undefined;
}
