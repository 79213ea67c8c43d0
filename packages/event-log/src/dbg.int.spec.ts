import { it } from 'vitest';
import { openTestStore } from '../testing/open-test-store.ts';
import { newEvents, newStream, connectClients } from '../testing/store-under-test.ts';
import { connectForTest } from '../testing/test-event-log.ts';
import { newFileStream, newLedgerEvents } from '../testing/ledger-events.ts';
it('x', async () => {
  const s = await openTestStore();
  const c = connectClients(s.url);
  const log = connectForTest(s.url);
  for (let round = 0; round < 2; round++)
  for (const writers of [1, 16, 64]) {
    for (const name of ['batch', 'unary'] as const) {
      let n = 0; const t0 = performance.now(); const end = t0 + 2000;
      await Promise.all(Array.from({ length: writers }, async () => { const st = newStream(); while (performance.now() < end) { await c[name].appendToStream(st, newEvents(1)); n++; } }));
      console.log(name, writers, Math.round(n / (performance.now() - t0) * 1000));
    }
    let n = 0; const t0 = performance.now(); const end = t0 + 2000;
    await Promise.all(Array.from({ length: writers }, async () => { const st = newFileStream(); let head; while (performance.now() < end) { const [e] = newLedgerEvents(st, 1, head); await log.append(st, head?.revision ?? 'no-stream', [e]); head = e; n++; } }));
    console.log('log', writers, Math.round(n / (performance.now() - t0) * 1000));
  }
  const t0 = performance.now(); let n = 0; for await (const _ of log.readAll()) n++; console.log('readAll ledger events/s', n, Math.round(n / (performance.now() - t0) * 1000));
  const t1 = performance.now(); let m = 0; const stop = new AbortController(); for await (const b of log.follow(undefined, stop.signal)) { m += b.length; if (m >= n) break; } console.log('follow', m, Math.round(m / (performance.now() - t1) * 1000));
}, 60000);
