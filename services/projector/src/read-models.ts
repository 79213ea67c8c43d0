import { newestForm } from '@ledger/event-log';
import type { ReadModelSet } from '@ledger/projection-engine';
import { PROJECTIONS } from './projections.ts';

/** The read models of the ledger as the projector, a rebuild and its threads know them. */
export const readModels: ReadModelSet = { projections: PROJECTIONS, newestForm };

/** This module, for the threads of a rebuild to load. */
export const READ_MODELS_MODULE: URL = new URL(import.meta.url);
