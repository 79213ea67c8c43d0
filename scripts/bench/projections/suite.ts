import { comparing } from '../harness/comparisons.ts';
import type { Suite } from '../harness/suite.ts';
import { growth } from './growth.ts';
import { rebuilding } from './rebuilding.ts';
import { rehydrating, rehydratingLong } from './rehydrating.ts';
import { replaying } from './replaying.ts';

/** The projection engine beside consumers written by hand, other event stores over PostgreSQL, and PostgreSQL itself. */
export const projections: Suite = comparing(
  'projections',
  'the projection engine: rebuild, replay, rehydration',
  [rebuilding, replaying, rehydrating, rehydratingLong, growth],
);
