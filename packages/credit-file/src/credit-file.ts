import type { EventType, FileId, Revision } from '@ledger/schemas';
import type { Case } from './case-table.ts';
import type { Practitioner } from './practitioner/practitioners.ts';
import type { AdverseRecord } from './repair/records.ts';
import type { Standing } from './status.ts';

/** The credit file of one agency in one jurisdiction: everything a decision looks at, folded from its events. */
export interface CreditFile {
  readonly fileId: FileId;
  /** Revision of the newest event folded; undefined before the first. */
  readonly revision: Revision | undefined;
  readonly standing: Standing;
  /** When the running or last filing was made. */
  readonly filedAt: string | undefined;
  readonly name: string | undefined;
  /** GB/T 2260 code of the registered address. */
  readonly division: string | undefined;
  readonly registeredOn: string | undefined;
  /** The rulebook that governed the newest act. */
  readonly rulebook: string | undefined;
  readonly serviceKinds: readonly string[];
  /** Kinds of document handed in for the running or last filing. */
  readonly dossier: readonly string[];
  readonly verification: 'passed' | 'failed' | undefined;
  /** When it was last verified, filing or periodic check. */
  readonly verifiedAt: string | undefined;
  readonly businessScope: string | undefined;
  /** Roles of the principals filed; whom a list is held against. */
  readonly principals: readonly string[];
  /** Division of the authority that the filing was routed to. */
  readonly routedTo: string | undefined;
  /** What a review has already been found overdue, with the day its term ended. */
  readonly overdueReviews: readonly OverdueReview[];
  readonly commitment: Commitment | undefined;
  readonly annualReports: readonly AnnualReport[];
  /** Half years reported on, `2025-H1`. */
  readonly workReports: readonly string[];
  readonly overdueReportYears: readonly number[];
  /** Half years found overdue, `2025-H1`. */
  readonly overdueWorkReports: readonly string[];
  readonly overdueAmendments: readonly OverdueAmendment[];
  readonly reminders: readonly Reminder[];
  readonly grade: string | undefined;
  /** Whether an adverse act on this file rests on a document (G-13). */
  readonly foundByDocument: boolean;
  readonly marketBan: MarketBan | undefined;
  readonly annualReportExempt: boolean;
  /** The newest order to rectify; its case is of kind `discipline`. */
  readonly rectificationOrder: RectificationOrder | undefined;
  readonly pendingAmendment: Amendment | undefined;
  readonly bar: Bar | undefined;
  readonly listings: readonly Listing[];
  /** Determinations of untrustworthy conduct, oldest first: what publication and repair are about. */
  readonly records: readonly AdverseRecord[];
  readonly practitioners: readonly Practitioner[];
  readonly cases: readonly Case[];
  /** Types of the acts since the running or last filing, oldest first: what a ground of revocation must find. */
  readonly acts: readonly EventType[];
}

/** A commitment with the subjects it covers. */
export interface Commitment {
  readonly version: number;
  readonly clauses: readonly string[];
  readonly committedAt: string;
  /** When its fulfilment was last checked. */
  readonly checkedAt: string | undefined;
}

export interface OverdueReview {
  readonly of: 'filing' | 'amendment';
  readonly dueDate: string;
}

export interface OverdueAmendment {
  readonly field: string | undefined;
  readonly changedOn: string;
}

/** A warning that was sent. Units: `daysLeft` calendar days to the end of `dueDate`. */
export interface Reminder {
  readonly about: string;
  readonly dueDate: string;
  readonly daysLeft: number;
}

/** A term in which the agency is kept from the market. */
export interface MarketBan {
  readonly basis: string;
  readonly start: string;
  readonly lastDay: string;
}

export interface AnnualReport {
  readonly year: number;
  readonly occurredAt: string;
}

export interface RectificationOrder {
  readonly servedAt: string;
  readonly basis: string;
  readonly amount: number;
  readonly unit: 'calendar-day' | 'working-day';
}

export interface Amendment {
  readonly field: string;
  readonly after: string;
  readonly filedAt: string;
}

/** A term in which no new filing is taken. Units: legal dates; `lastDay` itself is still barred. */
export interface Bar {
  /** The rule it rests on. */
  readonly basis: string;
  readonly start: string;
  readonly lastDay: string;
  readonly expired: boolean;
}

export interface Listing {
  readonly list: string;
  /** `favourable` and `informational` listings carry no measures and stand in nobody's way. */
  readonly effect: 'adverse' | 'favourable' | 'informational';
  readonly listedAt: string;
  readonly documentNumber: string | undefined;
  readonly delistedAt: string | undefined;
  /** Roles of the principals it reaches; never their names. */
  readonly extendsTo: readonly string[];
  readonly measures: readonly Measure[];
}

/** A measure of joint sanctions: it ends with its term, or else with the listing. Units: `lastDay` a legal date. */
export interface Measure {
  readonly measure: string;
  readonly lastDay: string | undefined;
  readonly endedAt: string | undefined;
}

/** The file before its first event: nothing is known, nothing stands. */
export function emptyFile(fileId: FileId): CreditFile {
  return {
    fileId,
    revision: undefined,
    standing: { status: 'none' },
    filedAt: undefined,
    name: undefined,
    division: undefined,
    registeredOn: undefined,
    rulebook: undefined,
    serviceKinds: [],
    dossier: [],
    verification: undefined,
    verifiedAt: undefined,
    businessScope: undefined,
    principals: [],
    routedTo: undefined,
    overdueReviews: [],
    commitment: undefined,
    annualReports: [],
    workReports: [],
    overdueReportYears: [],
    overdueWorkReports: [],
    overdueAmendments: [],
    reminders: [],
    grade: undefined,
    foundByDocument: false,
    marketBan: undefined,
    annualReportExempt: false,
    rectificationOrder: undefined,
    pendingAmendment: undefined,
    bar: undefined,
    listings: [],
    records: [],
    practitioners: [],
    cases: [],
    acts: [],
  };
}

/** The adverse lists a file stands on at the moment, newest first; empty when on none. */
export function runningListings(file: CreditFile): readonly Listing[] {
  return file.listings
    .filter(({ effect, delistedAt }) => effect === 'adverse' && delistedAt === undefined)
    .toReversed();
}
