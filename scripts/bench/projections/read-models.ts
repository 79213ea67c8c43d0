import type { ReadModelSet } from '@ledger/projection-engine';
import { benchRegister } from './bench-register.ts';

/** What the threads of a measured rebuild load. */
export const readModels: ReadModelSet = { projections: [benchRegister], newestForm: (event) => event };
