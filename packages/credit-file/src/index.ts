export { admit } from './admit.ts';
export {
  type ArchiveEntry,
  archiveOf,
  type CatalogueItem,
  type InformationClass,
  informationClassOf,
  itemOf,
} from './archive/archive.ts';
export { CASE_MACHINES, type Case, type CaseKind } from './case-table.ts';
export { caseByRef, latestCase, openCases } from './cases.ts';
export { type CreditFile, emptyFile, type Listing, runningListings } from './credit-file.ts';
export { isFromOutside, type Usability, usabilityOf } from './credit-report/usability.ts';
export { type Decision, type DecisionContext, decide } from './decide.ts';
export { dutiesSoFar, systemDuties } from './duties.ts';
export { evolve, foldFile } from './evolve.ts';
export { asFileEvent, type FileEvent } from './file-event.ts';
export {
  type Answer,
  awaitsVerification,
  type CheckResult,
  type OutsideFacts,
  type Verification,
  verificationDuty,
  verify,
} from './filing/verification.ts';
export { continued, emptyHistory, type FileHistory, fileAt, historyOf } from './history.ts';
export {
  type Draw,
  draw,
  type FrameEntry,
  isTheDraw,
  type SamplingPlan,
  samplingDuties,
} from './inspection/sampling.ts';
export { judge } from './judge.ts';
export { type BadRecord, type CleanRecord, cleanRecordOf } from './pilot/clean-record.ts';
export { type CertificateConflict, certificateConflicts } from './practitioner/practitioner.ts';
export type { Act } from './process/act.ts';
export type { Clock } from './process/clock.ts';
export type { Duty, Law } from './process/process.ts';
export { REFUSAL_CODES, type Refusal, type RefusalCode } from './process/refusal.ts';
export { runningClocks } from './processes.ts';
export { type Fact, type FactChange, provenanceOf } from './provenance/provenance.ts';
export { type AdverseRecord, standingRecords } from './repair/records.ts';
export {
  type CalendarEvent,
  calendarRecordedBy,
  publicationOfNotices,
} from './rulebook-activation/calendar-versions.ts';
export {
  type LawEvents,
  type LawInForce,
  lawInForce,
  type ShippedLaw,
} from './rulebook-activation/recorded-law.ts';
export {
  activationOf,
  expiryOf,
  interpretationOf,
  isSimulation,
  type RulebookEvent,
  type RulebookVersion,
  rulebookKnownOn,
  rulebookVersions,
} from './rulebook-activation/rulebook-versions.ts';
export { CALENDAR_STREAM, rulebookStreamOf } from './rulebook-activation/streams.ts';
export { STATUSES, type Standing, type Status } from './status.ts';
export { TRANSITIONS, type Transition } from './transition-table.ts';
export { type FileState, viewOf } from './view.ts';
