export { PROJECTIONS } from './projections.ts';
export { READ_MODELS_MODULE } from './read-models.ts';
export { type ProjectorServiceOptions, type RunningProjector, startProjector } from './start-projector.ts';
export { storeSource } from './store-source.ts';
