import { setTimeout as sleep } from 'node:timers/promises';
import type { Recorder } from './recorder.ts';

const PAGE_ITEMS = 200;
const PAUSE_MS = 100;

interface Page {
  readonly items: readonly {
    readonly data: { readonly position: number; readonly cause: { readonly id: string } };
  }[];
  readonly next: number;
}

/** Reads the audit feed page by page and notes every item, until it has reached `until()` or the signal aborts. */
export async function readFeed(
  url: string,
  token: string,
  recorder: Recorder,
  until: () => number | undefined,
  signal: AbortSignal,
): Promise<void> {
  let after = 0;
  recorder.record({ kind: 'resumed', subscriber: 'audit feed', after });
  while (!signal.aborted && after < (until() ?? Number.POSITIVE_INFINITY)) {
    const page = await nextPage(url, token, after);
    for (const { data } of page?.items ?? []) {
      recorder.record({
        kind: 'delivered',
        subscriber: 'audit feed',
        position: data.position,
        event: data.cause.id,
      });
      after = data.position;
    }
    if ((page?.items.length ?? 0) === 0) await sleep(PAUSE_MS);
  }
}

async function nextPage(url: string, token: string, after: number): Promise<Page | undefined> {
  try {
    const answer = await fetch(`${url}/v1/feeds/audit?after=${after}&limit=${PAGE_ITEMS}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(15_000),
    });
    return answer.ok ? ((await answer.json()) as Page) : undefined;
  } catch {
    return undefined;
  }
}
