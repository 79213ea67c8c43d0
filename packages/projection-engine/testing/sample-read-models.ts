import type { ReadModelSet } from '../src/read-model-set.ts';
import { samples } from './sample-projections.ts';

/** The samples as threads of a rebuild load them. */
export const readModels: ReadModelSet = { projections: samples, newestForm: (event) => event };
