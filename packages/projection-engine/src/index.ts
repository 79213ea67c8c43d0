export { assertStore } from './assert-store.ts';
export type { Shards } from './build.ts';
export type { RowDifference, RowDifferences } from './compare-rows.ts';
export { EngineError, type EngineErrorCode } from './engine-error.ts';
export type { Delivery, EventSource, NewestForm, UnreadableEvent } from './event-source.ts';
export type { Intake } from './intake.ts';
export { readFrontier, recomputeLeaves, tileGrowths } from './log-tree.ts';
export { migrate } from './migrate.ts';
export { openReadModels, type ReadModelsOptions } from './open-read-models.ts';
export type { Parking } from './parked.ts';
export { prepareProjections } from './prepare.ts';
export type { Column, Projection } from './projection.ts';
export type { ReadModelSet } from './read-model-set.ts';
export type {
  AsOf,
  ColumnQuery,
  ColumnValues,
  Condition,
  EngineStatus,
  EventPlace,
  FeedItem,
  FeedName,
  FeedPage,
  ParkedFile,
  ProjectionDigest,
  ReadModels,
  RowCursor,
  RowPage,
  RowQuery,
  Rows,
  SnapshotPage,
  Span,
  Tally,
  ViewAt,
  Where,
} from './read-models.ts';
export { type RebuildOptions, type RebuildProgress, type RebuildReport, rebuild } from './rebuild.ts';
export type { Difference } from './reread-store.ts';
export { type RetryOptions, retry } from './retry.ts';
export { type ProjectorOccurrence, type ProjectorOptions, runProjector } from './run-projector.ts';
export { openSession, type Session, type Sql, sqlOf, transaction } from './sql.ts';
export { type BrokenPlace, type Verification, type VerifyOptions, verify } from './verify.ts';
