import { type EventType, effectiveFrom, type FileId } from '@ledger/schemas';
import { evolveCases } from './cases.ts';
import { type CreditFile, emptyFile, type MarketBan, runningListings } from './credit-file.ts';
import { asCaseEvent, type FileEvent } from './file-event.ts';
import { foldGrade } from './grading/grade-facts.ts';
import { foldListings } from './listing/listings.ts';
import { foldPractitioners } from './practitioner/practitioners.ts';
import { foldRecords } from './repair/records.ts';
import type { Standing } from './status.ts';

/**
 * The file after one more event.
 *
 * Total: every event of the ledger leaves a valid file, whatever came before, so a view "as at a day" that leaves events
 * out is a file too. Pure and deterministic; never throws.
 */
export function evolve(file: CreditFile, event: FileEvent): CreditFile {
  return { ...evolveButActs(file, event), acts: [...(actsAtStart(file, event) ?? file.acts), event.type] };
}

/** The file after one more event, its acts as they were: no fold of another fact looks at them. */
function evolveButActs(file: CreditFile, event: FileEvent): CreditFile {
  const facts = FOLDS.reduce((folded, fold) => fold(folded, event), evolveFacts(file, event));
  return {
    ...facts,
    revision: event.revision,
    rulebook: event.metadata.rulebook,
    standing: evolveStanding(file, event),
    cases: evolveCases(file.cases, asCaseEvent(event)),
  };
}

/** The acts that a new filing begins with, before itself; undefined when the event is none. A listing outlives the filing in which it was made. */
function actsAtStart(file: CreditFile, { type }: FileEvent): EventType[] | undefined {
  if (type !== 'filed' && type !== 'refiled') return undefined;
  return runningListings(file).map(() => 'listed');
}

/** Facts that a process keeps of its own, in its own folder. */
const FOLDS: readonly ((file: CreditFile, event: FileEvent) => CreditFile)[] = [
  foldListings,
  foldRecords,
  foldPractitioners,
  foldGrade,
];

/** The file after a list of events in position order. The acts of a long file are gathered in one list, not copied at each event. */
export function foldFile(fileId: FileId, events: Iterable<FileEvent>): CreditFile {
  let file = emptyFile(fileId);
  let acts: EventType[] = [];
  for (const event of events) {
    acts = actsAtStart(file, event) ?? acts;
    acts.push(event.type);
    file = evolveButActs(file, event);
  }
  return { ...file, acts };
}

function evolveStanding(file: CreditFile, event: FileEvent): Standing {
  const since = effectiveFrom(event.metadata);
  const { standing } = file;
  switch (event.type) {
    case 'filed':
    case 'refiled':
    case 'supplemented':
      return { status: 'under-review', since };
    case 'filing-withdrawn':
      return { status: 'none' };
    case 'supplement-requested':
      return { status: 'supplement', since, missing: event.data.missing };
    case 'refused':
      return { status: 'refused', since, ground: event.data.ground };
    case 'accepted':
      return { status: 'on-file', since, fileNo: event.data.fileNo };
    case 'revoked': {
      const ended =
        standing.status === 'on-file' ? { since: standing.since, fileNo: standing.fileNo } : undefined;
      return { status: 'revoked', since, ground: event.data.ground, eventId: event.id, ended };
    }
    case 'restored':
      // A restoration undoes its revocation and nothing else: what is not revoked stays as it stands.
      if (standing.status !== 'revoked') return standing;
      return {
        status: 'on-file',
        since: standing.ended?.since ?? since,
        fileNo: standing.ended?.fileNo,
      };
    case 'deregistered':
      return { status: 'deregistered', since, reason: event.data.reason };
    default:
      return standing;
  }
}

function evolveFacts(file: CreditFile, event: FileEvent): CreditFile {
  const { occurredAt } = event.metadata;
  switch (event.type) {
    case 'selected':
    case 'credit-report-filed':
      // What is filed under review is changed by an accepted amendment alone (XJ-12-2).
      return file.filedAt === undefined ? { ...file, name: event.data.agencyName } : file;
    case 'filed':
    case 'refiled':
      return {
        ...file,
        filedAt: occurredAt,
        name: event.data.agencyName,
        division: event.data.registeredArea,
        registeredOn: event.data.registeredOn,
        serviceKinds: event.data.serviceKinds,
        dossier: event.data.documents.map((document) => document.kind),
        annualReportExempt: event.data.annualReportExempt,
        verification: undefined,
        businessScope: event.data.businessScope,
        principals: event.data.seniorManagers.map(({ role }) => role),
        routedTo: undefined,
        pendingAmendment: undefined,
        overdueReviews: [],
        commitment: undefined,
        overdueWorkReports: [],
        overdueAmendments: [],
        reminders: [],
        annualReports: [],
        workReports: [],
        overdueReportYears: [],
        bar: undefined,
      };
    case 'supplemented':
      return {
        ...file,
        dossier: [...file.dossier, ...event.data.documents.map((document) => document.kind)],
      };
    case 'verified':
      return { ...file, verification: 'passed', verifiedAt: occurredAt };
    case 'verification-failed':
      return { ...file, verification: 'failed', verifiedAt: occurredAt };
    case 'routed':
      return { ...file, routedTo: event.data.division ?? event.data.reviewer };
    case 'review-overdue':
      return { ...file, overdueReviews: [...file.overdueReviews, event.data] };
    case 'committed':
      return {
        ...file,
        commitment: {
          version: event.data.commitmentVersion,
          clauses: event.data.clauses,
          committedAt: occurredAt,
          checkedAt: undefined,
        },
      };
    case 'commitment-checked':
      return { ...file, commitment: file.commitment && { ...file.commitment, checkedAt: occurredAt } };
    case 'reminded':
      return { ...file, reminders: [...file.reminders, event.data] };
    case 'exposed':
      return { ...file, marketBan: marketBanOf(event) ?? file.marketBan };
    case 'amendment-overdue': {
      const { field, changedOn } = event.data;
      return { ...file, overdueAmendments: [...file.overdueAmendments, { field, changedOn }] };
    }
    case 'work-report-overdue':
      return {
        ...file,
        overdueWorkReports: [...file.overdueWorkReports, `${event.data.year}-${event.data.half}`],
      };
    case 'reported':
      return { ...file, annualReports: [...file.annualReports, { year: event.data.reportYear, occurredAt }] };
    case 'work-reported':
      return { ...file, workReports: [...file.workReports, `${event.data.year}-${event.data.half}`] };
    case 'report-overdue':
      return { ...file, overdueReportYears: [...file.overdueReportYears, event.data.reportYear] };
    case 'amended': {
      const { field, after } = event.data;
      return { ...file, pendingAmendment: { field, after: String(after), filedAt: occurredAt } };
    }
    case 'amendment-accepted':
      return applyAmendment(file);
    case 'amendment-refused':
      return { ...file, pendingAmendment: undefined };
    case 'rectification-ordered':
      return {
        ...file,
        rectificationOrder: {
          servedAt: occurredAt,
          basis: event.metadata.basis[0] ?? '',
          ...event.data.term,
        },
      };
    case 'barred':
      return {
        ...file,
        bar: {
          basis: event.metadata.basis[0] ?? '',
          start: event.data.start,
          lastDay: event.data.lastDay,
          expired: false,
        },
      };
    case 'restored':
      // With the revocation falls the bar that followed from it.
      return file.standing.status === 'revoked' ? { ...file, bar: undefined } : file;
    case 'bar-expired':
      return { ...file, bar: file.bar && { ...file.bar, expired: true } };
    default:
      return file;
  }
}

/** The agency itself is banned; a ban on a practitioner leaves the agency in the market. */
function marketBanOf({ data, metadata }: Extract<FileEvent, { type: 'exposed' }>): MarketBan | undefined {
  if (data.target !== 'agency' || data.banLastDay === undefined) return undefined;
  return {
    basis: metadata.basis[0] ?? '',
    start: metadata.occurredAt.slice(0, 10),
    lastDay: data.banLastDay,
  };
}

/** Publication and file change only when a change is accepted (XJ-12-2). */
function applyAmendment(file: CreditFile): CreditFile {
  const { pendingAmendment, ...rest } = file;
  if (pendingAmendment === undefined) return file;
  const settled: CreditFile = { ...rest, pendingAmendment: undefined };
  switch (pendingAmendment.field) {
    case 'agency_name':
      return { ...settled, name: pendingAmendment.after };
    case 'registered_area':
      return { ...settled, division: pendingAmendment.after };
    default:
      return settled;
  }
}
