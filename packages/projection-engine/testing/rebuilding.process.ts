import { rebuild } from '../src/rebuild.ts';
import { readModels } from './sample-read-models.ts';

// Rebuilds the samples on a database and on so many threads; tells its parent when a part is saved, then waits to be killed.

const [databaseUrl = '', threads = '1'] = process.argv.slice(2);
const SAVED = 1_000;

await rebuild({
  ...readModels,
  databaseUrl,
  from: 'journal',
  shards: {
    count: Number(threads),
    module: new URL('./sample-read-models.ts', import.meta.url),
    eventsMin: 0,
  },
  saveEveryEvents: SAVED,
  onProgress({ done }) {
    if (done < 2 * SAVED) return;
    process.send?.(SAVED);
    // A thread that stands still does no more until the parent kills the process.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
});
