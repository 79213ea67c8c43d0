export { EngineError, type EngineErrorCode } from './engine-error.ts';
export type { Column, Projection } from './projection.ts';
export type {
  AsOf,
  Condition,
  EngineStatus,
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
  Snapshot,
  Span,
  Where,
} from './read-models.ts';
