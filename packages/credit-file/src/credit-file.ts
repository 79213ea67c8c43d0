import type { EventType, FileId, Revision } from '@ledger/schemas';
import type { Case } from './case-table.ts';
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
  readonly annualReports: readonly AnnualReport[];
  /** Half years reported on, `2025-H1`. */
  readonly workReports: readonly string[];
  readonly overdueReportYears: readonly number[];
  readonly annualReportExempt: boolean;
  /** The newest order to rectify; its case is of kind `discipline`. */
  readonly rectificationOrder: RectificationOrder | undefined;
  readonly pendingAmendment: Amendment | undefined;
  readonly bar: Bar | undefined;
  readonly listings: readonly Listing[];
  readonly cases: readonly Case[];
  /** Types of the acts since the running or last filing, oldest first: what a ground of revocation must find. */
  readonly acts: readonly EventType[];
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
  readonly listedAt: string;
  readonly documentNumber: string | undefined;
  readonly delistedAt: string | undefined;
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
    annualReports: [],
    workReports: [],
    overdueReportYears: [],
    annualReportExempt: false,
    rectificationOrder: undefined,
    pendingAmendment: undefined,
    bar: undefined,
    listings: [],
    cases: [],
    acts: [],
  };
}

/** The list a file stands on at the moment, newest first; empty when on none. */
export function runningListings(file: CreditFile): readonly Listing[] {
  return file.listings.filter((listing) => listing.delistedAt === undefined).toReversed();
}
