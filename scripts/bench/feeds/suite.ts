import { comparing } from '../harness/comparisons.ts';
import type { Suite } from '../harness/suite.ts';
import { streaming } from './streaming.ts';
import { visibility } from './visibility.ts';

/** What is recorded and who hears of it: a thousand streams at once, and commands that become visible. */
export const feeds: Suite = comparing(
  'feeds',
  'a thousand subscribers, and commands until they are visible',
  [visibility, streaming],
);
