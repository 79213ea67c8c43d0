import { comparing } from '../harness/comparisons.ts';
import type { Suite } from '../harness/suite.ts';
import { searching } from './searching.ts';

/** The public register as readers search it. */
export const search: Suite = comparing(
  'search',
  'the register of 100 000 agencies, by whatever readers know',
  [searching],
);
