import { comparing } from '../harness/comparisons.ts';
import type { Suite } from '../harness/suite.ts';
import { appendsBy, largeAppends } from './appends.ts';
import { delivery } from './delivery.ts';
import { readingAll, readingStreams } from './reads.ts';

/** The embedded node beside hand-written SQL, other event stores over PostgreSQL, and what the client alone can do. */
export const node: Suite = comparing('node', 'the embedded node: appends, reads, delivery', [
  appendsBy(1, { raw: 0.4 }),
  appendsBy(16, { raw: 1, emmett: 2 }),
  appendsBy(64, { raw: 1.5 }),
  largeAppends,
  readingAll,
  readingStreams,
  delivery,
]);
