export {
  type AuditItem,
  type AuditPage,
  type AuditQuery,
  auditItemSchema,
  auditPageSchema,
  auditQuerySchema,
} from './audit.ts';
export { type CommandAnswer, commandAnswerSchema } from './command-answer.ts';
export {
  type ChangeEvent,
  changeEventSchema,
  type FeedItem,
  type FeedName,
  type FeedPage,
  feedItemSchema,
  feedNameSchema,
  feedPageSchema,
  feedQuerySchema,
  feedSnapshotSchema,
} from './feeds.ts';
export { fileStateSchema } from './file-state.ts';
export { type GradeAnswer, gradeAnswerSchema, gradePointSchema, gradeQuerySchema } from './grade.ts';
export {
  type HistoricEvent,
  type HistoryPage,
  type HistoryQuery,
  historicEventSchema,
  historyPageSchema,
  historyQuerySchema,
} from './history.ts';
export {
  asFileId,
  fileIdParameter,
  limitParameter,
  PAGE_ROWS_MAX,
  pointInTimeParameter,
  positionParameter,
  revisionParameter,
  viewParameters,
} from './parameters.ts';
export { type Fault, faultSchema, type Problem, problemSchema } from './problem.ts';
export {
  type WorklistItem,
  type WorklistPage,
  type WorklistQuery,
  worklistItemSchema,
  worklistPageSchema,
  worklistQuerySchema,
} from './worklist.ts';
