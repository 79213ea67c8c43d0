export { type ChainBreak, chainBreak, verifyChain } from './chain.ts';
export {
  COMMAND_NAMES,
  COMMANDS,
  type Command,
  type CommandBody,
  type CommandName,
  type CommandWord,
  commandBodySchema,
  isCommandName,
} from './commands/commands.ts';
export {
  type Actor,
  actorSchema,
  type DocumentReference,
  documentReferenceSchema,
  effectiveFrom,
  instantSchema,
  type JournalledEvent,
  type LedgerEvent,
  legalDateSchema,
  type Metadata,
  metadataSchema,
  ruleIdSchema,
  type StoredEvent,
  sha256Schema,
} from './envelope.ts';
export { eventBytes, eventHash } from './event-hash.ts';
export { ADVERSE_EVENT_TYPES, isAdverse } from './events/adverse.ts';
export {
  EVENT_CATALOGUE,
  EVENT_TYPES,
  type EventData,
  type EventType,
  isEventType,
  latestVersion,
  payloadSchema,
} from './events/catalogue.ts';
export {
  type Parsed,
  type PayloadFault,
  parseEventData,
  parseLatestEventData,
} from './events/parse-event-data.ts';
export { type PersonalPath, personalPaths } from './events/personal-paths.ts';
export { upcastEventData } from './events/upcast.ts';
export type { PersonalKind } from './events/vocabulary.ts';
export {
  type Branded,
  type EventId,
  type FileId,
  fileIdOf,
  type Jurisdiction,
  LEDGER_STREAM_PREFIXES,
  NO_POSITION,
  type Position,
  parseFileId,
  type Revision,
  type Sha256Hex,
  type StorePosition,
  type StreamName,
  streamOf,
} from './identity.ts';
export { IMPORT_FAULTS, type ImportFault, type ImportFaultCode } from './import-form/fault.ts';
export { type ImportedFile, type ImportReading, parseImport } from './import-form/parse-import.ts';
export { type ImportedLine, importCommandId } from './import-form/translate-line.ts';
export { nameBasedUuid } from './name-based-uuid.ts';
export { isReadableText } from './readable-text.ts';
export {
  type DecidedEvent,
  eventIdOf,
  type FileHead,
  type HistoricEvent,
  type Recording,
  recordEvents,
} from './recording.ts';
export { checkUscc, type MalformedUscc, normaliseUscc, type UsccCheck, type UsccFinding } from './uscc.ts';
