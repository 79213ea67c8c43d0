export { connectEventLog } from './connect-event-log.ts';
export type {
  Delivery,
  EventLog,
  EventLogOptions,
  LogSink,
  StoreOccurrence,
  UnreadableEvent,
} from './event-log.ts';
export { newestForm } from './newest-form.ts';
export { StoreError, type StoreErrorCode, type StoreErrorDetails } from './store-error.ts';
