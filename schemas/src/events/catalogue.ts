import type { z } from 'zod';
import { acceptedV1 } from './accepted/v1.ts';
import { agreementSignedV1 } from './agreement-signed/v1.ts';
import { amendedV1 } from './amended/v1.ts';
import { amendmentAcceptedV1 } from './amendment-accepted/v1.ts';
import { amendmentOverdueV1 } from './amendment-overdue/v1.ts';
import { amendmentRefusedV1 } from './amendment-refused/v1.ts';
import { associationDisciplinedV1 } from './association-disciplined/v1.ts';
import { authorisedV1 } from './authorised/v1.ts';
import { barExpiredV1 } from './bar-expired/v1.ts';
import { barredV1 } from './barred/v1.ts';
import { certificateConflictDetectedV1 } from './certificate-conflict-detected/v1.ts';
import { checkedV1 } from './checked/v1.ts';
import { clockResumedV1 } from './clock-resumed/v1.ts';
import { clockSuspendedV1 } from './clock-suspended/v1.ts';
import { commissionedV1 } from './commissioned/v1.ts';
import { commitmentBreachedV1 } from './commitment-breached/v1.ts';
import { commitmentCheckedV1 } from './commitment-checked/v1.ts';
import { committedV1 } from './committed/v1.ts';
import { complainantNotifiedV1 } from './complainant-notified/v1.ts';
import { complainedV1 } from './complained/v1.ts';
import { complaintAcceptedV1 } from './complaint-accepted/v1.ts';
import { complaintOverdueV1 } from './complaint-overdue/v1.ts';
import { complaintResolvedV1 } from './complaint-resolved/v1.ts';
import { complaintTransferredV1 } from './complaint-transferred/v1.ts';
import { correctedV1 } from './corrected/v1.ts';
import { creditReportAcceptedV1 } from './credit-report-accepted/v1.ts';
import { creditReportClearedV1 } from './credit-report-cleared/v1.ts';
import { creditReportFiledV1 } from './credit-report-filed/v1.ts';
import { creditReportObjectedV1 } from './credit-report-objected/v1.ts';
import { creditReportObjectionDeniedV1 } from './credit-report-objection-denied/v1.ts';
import { creditReportPublishedV1 } from './credit-report-published/v1.ts';
import { creditReportRefusedV1 } from './credit-report-refused/v1.ts';
import { creditReportRejectedV1 } from './credit-report-rejected/v1.ts';
import { creditReportUsedV1 } from './credit-report-used/v1.ts';
import { criticisedV1 } from './criticised/v1.ts';
import { dataSharedV1 } from './data-shared/v1.ts';
import { databaseDisposedV1 } from './database-disposed/v1.ts';
import { delistedV1 } from './delisted/v1.ts';
import { deregisteredV1 } from './deregistered/v1.ts';
import { deregistrationAppliedV1 } from './deregistration-applied/v1.ts';
import { exposedV1 } from './exposed/v1.ts';
import { filedV1 } from './filed/v1.ts';
import { filingRejectedV1 } from './filing-rejected/v1.ts';
import { filingWithdrawnV1 } from './filing-withdrawn/v1.ts';
import { forwardedV1 } from './forwarded/v1.ts';
import { gradedV1 } from './graded/v1.ts';
import { holidayCalendarPublishedV1 } from './holiday-calendar-published/v1.ts';
import { honourRecordedV1 } from './honour-recorded/v1.ts';
import { incentiveAppliedV1 } from './incentive-applied/v1.ts';
import { industryReportFiledV1 } from './industry-report-filed/v1.ts';
import { inspectedV1 } from './inspected/v1.ts';
import { inspectionObstructedV1 } from './inspection-obstructed/v1.ts';
import { interviewedV1 } from './interviewed/v1.ts';
import { invalidatedV1 } from './invalidated/v1.ts';
import { issueReportedV1 } from './issue-reported/v1.ts';
import { listedV1 } from './listed/v1.ts';
import { listingNotifiedV1 } from './listing-notified/v1.ts';
import { measureEndedV1 } from './measure-ended/v1.ts';
import { objectedV1 } from './objected/v1.ts';
import { objectionAnnotatedV1 } from './objection-annotated/v1.ts';
import { objectionAnnotationRemovedV1 } from './objection-annotation-removed/v1.ts';
import { objectionEscalatedV1 } from './objection-escalated/v1.ts';
import { objectionNotifiedV1 } from './objection-notified/v1.ts';
import { objectionOverdueV1 } from './objection-overdue/v1.ts';
import { objectionReferredV1 } from './objection-referred/v1.ts';
import { objectionRepliedV1 } from './objection-replied/v1.ts';
import { objectionResolvedV1 } from './objection-resolved/v1.ts';
import { objectionVerifiedV1 } from './objection-verified/v1.ts';
import { participationRecordedV1 } from './participation-recorded/v1.ts';
import { pbcReviewedV1 } from './pbc-reviewed/v1.ts';
import { penalisedV1 } from './penalised/v1.ts';
import { pilotAppliedV1 } from './pilot-applied/v1.ts';
import { pilotDesignatedV1 } from './pilot-designated/v1.ts';
import { practitionerRecordedV1 } from './practitioner-recorded/v1.ts';
import { publishedV1 } from './published/v1.ts';
import { rectificationOrderedV1 } from './rectification-ordered/v1.ts';
import { rectificationOrderedV1ToV2, rectificationOrderedV2 } from './rectification-ordered/v2.ts';
import { rectificationRefusedV1 } from './rectification-refused/v1.ts';
import { rectificationVerifiedV1 } from './rectification-verified/v1.ts';
import { rectifiedV1 } from './rectified/v1.ts';
import { referredV1 } from './referred/v1.ts';
import { refiledV1 } from './refiled/v1.ts';
import { refusedV1 } from './refused/v1.ts';
import { remindedV1 } from './reminded/v1.ts';
import { repairAcceptedV1 } from './repair-accepted/v1.ts';
import { repairAppliedV1 } from './repair-applied/v1.ts';
import { repairRefusedV1 } from './repair-refused/v1.ts';
import { repairedV1 } from './repaired/v1.ts';
import { reportOverdueV1 } from './report-overdue/v1.ts';
import { reportedV1 } from './reported/v1.ts';
import { restoredV1 } from './restored/v1.ts';
import { reviewOverdueV1 } from './review-overdue/v1.ts';
import { revocationConfirmedV1 } from './revocation-confirmed/v1.ts';
import { revocationProposedV1 } from './revocation-proposed/v1.ts';
import { revokedV1 } from './revoked/v1.ts';
import { routedV1 } from './routed/v1.ts';
import { rulePackActivatedV1 } from './rule-pack-activated/v1.ts';
import { rulePackExpiredV1 } from './rule-pack-expired/v1.ts';
import { sampledV1 } from './sampled/v1.ts';
import { selectedV1 } from './selected/v1.ts';
import { statementHeardV1 } from './statement-heard/v1.ts';
import { supplementRequestedV1 } from './supplement-requested/v1.ts';
import { supplementedV1 } from './supplemented/v1.ts';
import { unpublishedV1 } from './unpublished/v1.ts';
import { verificationFailedV1 } from './verification-failed/v1.ts';
import { verifiedV1 } from './verified/v1.ts';
import { warnedV1 } from './warned/v1.ts';
import { withdrawnV1 } from './withdrawn/v1.ts';
import { workReportOverdueV1 } from './work-report-overdue/v1.ts';
import { workReportedV1 } from './work-reported/v1.ts';

/**
 * Every event of the ledger with the released versions of its payload.
 *
 * `versions[n]` is version n + 1; `upcasts[n]` takes version n + 1 one step on. A released version is never edited.
 */
export const EVENT_CATALOGUE = {
  accepted: once(acceptedV1),
  'agreement-signed': once(agreementSignedV1),
  amended: once(amendedV1),
  'amendment-accepted': once(amendmentAcceptedV1),
  'amendment-overdue': once(amendmentOverdueV1),
  'amendment-refused': once(amendmentRefusedV1),
  'association-disciplined': once(associationDisciplinedV1),
  authorised: once(authorisedV1),
  'bar-expired': once(barExpiredV1),
  barred: once(barredV1),
  'certificate-conflict-detected': once(certificateConflictDetectedV1),
  checked: once(checkedV1),
  'clock-resumed': once(clockResumedV1),
  'clock-suspended': once(clockSuspendedV1),
  commissioned: once(commissionedV1),
  'commitment-breached': once(commitmentBreachedV1),
  'commitment-checked': once(commitmentCheckedV1),
  committed: once(committedV1),
  'complainant-notified': once(complainantNotifiedV1),
  complained: once(complainedV1),
  'complaint-accepted': once(complaintAcceptedV1),
  'complaint-overdue': once(complaintOverdueV1),
  'complaint-resolved': once(complaintResolvedV1),
  'complaint-transferred': once(complaintTransferredV1),
  corrected: once(correctedV1),
  'credit-report-accepted': once(creditReportAcceptedV1),
  'credit-report-cleared': once(creditReportClearedV1),
  'credit-report-filed': once(creditReportFiledV1),
  'credit-report-objected': once(creditReportObjectedV1),
  'credit-report-objection-denied': once(creditReportObjectionDeniedV1),
  'credit-report-published': once(creditReportPublishedV1),
  'credit-report-refused': once(creditReportRefusedV1),
  'credit-report-rejected': once(creditReportRejectedV1),
  'credit-report-used': once(creditReportUsedV1),
  criticised: once(criticisedV1),
  'data-shared': once(dataSharedV1),
  'database-disposed': once(databaseDisposedV1),
  delisted: once(delistedV1),
  deregistered: once(deregisteredV1),
  'deregistration-applied': once(deregistrationAppliedV1),
  exposed: once(exposedV1),
  filed: once(filedV1),
  'filing-rejected': once(filingRejectedV1),
  'filing-withdrawn': once(filingWithdrawnV1),
  forwarded: once(forwardedV1),
  graded: once(gradedV1),
  'holiday-calendar-published': once(holidayCalendarPublishedV1),
  'honour-recorded': once(honourRecordedV1),
  'incentive-applied': once(incentiveAppliedV1),
  'industry-report-filed': once(industryReportFiledV1),
  inspected: once(inspectedV1),
  'inspection-obstructed': once(inspectionObstructedV1),
  interviewed: once(interviewedV1),
  invalidated: once(invalidatedV1),
  'issue-reported': once(issueReportedV1),
  listed: once(listedV1),
  'listing-notified': once(listingNotifiedV1),
  'measure-ended': once(measureEndedV1),
  objected: once(objectedV1),
  'objection-annotated': once(objectionAnnotatedV1),
  'objection-annotation-removed': once(objectionAnnotationRemovedV1),
  'objection-escalated': once(objectionEscalatedV1),
  'objection-notified': once(objectionNotifiedV1),
  'objection-overdue': once(objectionOverdueV1),
  'objection-referred': once(objectionReferredV1),
  'objection-replied': once(objectionRepliedV1),
  'objection-resolved': once(objectionResolvedV1),
  'objection-verified': once(objectionVerifiedV1),
  'participation-recorded': once(participationRecordedV1),
  'pbc-reviewed': once(pbcReviewedV1),
  penalised: once(penalisedV1),
  'pilot-applied': once(pilotAppliedV1),
  'pilot-designated': once(pilotDesignatedV1),
  'practitioner-recorded': once(practitionerRecordedV1),
  published: once(publishedV1),
  'rectification-ordered': {
    latest: rectificationOrderedV2,
    versions: [rectificationOrderedV1, rectificationOrderedV2],
    upcasts: [upcast(rectificationOrderedV1, rectificationOrderedV1ToV2)],
  },
  'rectification-refused': once(rectificationRefusedV1),
  'rectification-verified': once(rectificationVerifiedV1),
  rectified: once(rectifiedV1),
  referred: once(referredV1),
  refiled: once(refiledV1),
  refused: once(refusedV1),
  reminded: once(remindedV1),
  'repair-accepted': once(repairAcceptedV1),
  'repair-applied': once(repairAppliedV1),
  'repair-refused': once(repairRefusedV1),
  repaired: once(repairedV1),
  'report-overdue': once(reportOverdueV1),
  reported: once(reportedV1),
  restored: once(restoredV1),
  'review-overdue': once(reviewOverdueV1),
  'revocation-confirmed': once(revocationConfirmedV1),
  'revocation-proposed': once(revocationProposedV1),
  revoked: once(revokedV1),
  routed: once(routedV1),
  'rule-pack-activated': once(rulePackActivatedV1),
  'rule-pack-expired': once(rulePackExpiredV1),
  sampled: once(sampledV1),
  selected: once(selectedV1),
  'statement-heard': once(statementHeardV1),
  'supplement-requested': once(supplementRequestedV1),
  supplemented: once(supplementedV1),
  unpublished: once(unpublishedV1),
  'verification-failed': once(verificationFailedV1),
  verified: once(verifiedV1),
  warned: once(warnedV1),
  withdrawn: once(withdrawnV1),
  'work-report-overdue': once(workReportOverdueV1),
  'work-reported': once(workReportedV1),
} as const satisfies Readonly<Record<string, CatalogueEntry>>;

/** One type of event: its newest payload, all its versions, and the steps between them. */
export interface CatalogueEntry {
  readonly latest: z.ZodType;
  readonly versions: readonly z.ZodType[];
  readonly upcasts: readonly ((data: unknown) => unknown)[];
}

/** Name of an event, past tense, as it stands in the store. */
export type EventType = keyof typeof EVENT_CATALOGUE;

/** Payload of an event in the newest version of its schema. */
export type EventData<Type extends EventType> = Immutable<z.infer<(typeof EVENT_CATALOGUE)[Type]['latest']>>;

/** Every event type of the ledger, in alphabetical order. */
export const EVENT_TYPES = Object.keys(EVENT_CATALOGUE) as readonly EventType[];

/** Says whether a name is a type of event of the ledger. Never throws. */
export function isEventType(type: string): type is EventType {
  return Object.hasOwn(EVENT_CATALOGUE, type);
}

/** Number of the newest version of a type's payload. Errors: throws when the type is unknown. */
export function latestVersion(type: string): number {
  return entryOf(type).versions.length;
}

/** The schema of a type's payload in a version, or undefined when there is no such type or version. Never throws. */
export function payloadSchema(type: string, version: number): z.ZodType | undefined {
  return isEventType(type) ? EVENT_CATALOGUE[type].versions[version - 1] : undefined;
}

/** The catalogue's entry for a type. Errors: throws when the type is unknown. */
export function entryOf(type: string): CatalogueEntry {
  if (!isEventType(type)) throw new Error(`no such event type: ${type}`);
  return EVENT_CATALOGUE[type];
}

type Immutable<Value> = Value extends readonly unknown[] | object
  ? { readonly [Key in keyof Value]: Immutable<Value[Key]> }
  : Value;

function once<Schema extends z.ZodType>(schema: Schema) {
  return { latest: schema, versions: [schema], upcasts: [] } as const;
}

// The stored payload is parsed before its step, so that a step need not doubt what it is given.
function upcast<Schema extends z.ZodType>(from: Schema, step: (data: z.infer<Schema>) => unknown) {
  return (data: unknown): unknown => step(from.parse(data));
}
