export {
  type AuditItem,
  type AuditPage,
  type AuditQuery,
  auditItemSchema,
  auditPageSchema,
  auditQuerySchema,
} from './audit.ts';
export { type CommandAnswer, commandAnswerSchema } from './command-answer.ts';
export { type UsabilityAnswer, usabilityQuerySchema, usabilitySchema } from './credit-report.ts';
export {
  type Acknowledgement,
  acknowledgementBodySchema,
  acknowledgementListSchema,
  acknowledgementSchema,
  type ChangeEvent,
  changeEventSchema,
  FEED_FILTERS,
  type FeedFilter,
  type FeedItem,
  type FeedName,
  type FeedPage,
  feedFilterSchema,
  feedItemSchema,
  feedNameSchema,
  feedPageSchema,
  feedQuerySchema,
  feedSnapshotSchema,
  retractionSchema,
} from './feeds.ts';
export { fileStateSchema } from './file-state.ts';
export {
  type GradeAnswer,
  type GradeListItem,
  gradeAnswerSchema,
  gradeListQuerySchema,
  gradeListSchema,
  gradePointSchema,
  gradeQuerySchema,
} from './grade.ts';
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
  type FactChangeItem,
  type ProvenancePage,
  provenancePageSchema,
  provenanceQuerySchema,
} from './provenance.ts';
export { type Statistics, statisticsQuerySchema, statisticsSchema } from './statistics.ts';
export {
  type ParkedDelivery,
  type Webhook,
  webhookBodySchema,
  webhookListSchema,
  webhookReplayBodySchema,
  webhookRotationBodySchema,
  webhookSchema,
  webhookWithSecretSchema,
} from './webhooks.ts';
export {
  type WorklistItem,
  type WorklistPage,
  type WorklistQuery,
  worklistItemSchema,
  worklistPageSchema,
  worklistQuerySchema,
} from './worklist.ts';
