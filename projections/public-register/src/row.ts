import type { Standing } from '@ledger/credit-file';
import type { FileId } from '@ledger/schemas';
import type {
  PublishedEvent,
  RegisterEntry,
  RegisterPublication,
  RevocationNotice,
} from '@ledger/schemas/http/register';

/** What a filing states that the public may see: masked when it is read in, so that nothing else is ever kept. */
export type Dossier = Pick<
  RegisterEntry,
  'uscc' | 'name' | 'serviceKinds' | 'seniorManagers' | 'professionals'
> & {
  readonly division: string;
  readonly registeredOn: string;
  readonly legalRepresentative?: string;
};

/** A filing and what belongs to it; `accepted` once the authority has accepted it. */
export interface Registration {
  readonly dossier: Dossier;
  readonly rulebook: string;
  readonly fileNo?: string;
  readonly accepted?: NonNullable<RegisterEntry['accepted']>;
  readonly amended: RegisterEntry['amended'];
  readonly commitments: RegisterEntry['commitments'];
  readonly reports: RegisterEntry['reports'];
  readonly lines: readonly Line[];
}

/** A line of the published history, with the id by which an invalidation names it. */
export type Line = PublishedEvent & { readonly eventId: string };

/** A change that waits for acceptance, already in its public form. */
export interface PendingAmendment {
  readonly field: string;
  readonly change: Partial<Dossier>;
  readonly changedOn: string;
}

/** A credit report that was filed and is not public yet. */
export interface FiledReport {
  readonly number: string;
  readonly standard: string;
  readonly issuedOn: string;
}

/** A revocation in force, and what a restoration brings back. */
export interface Revocation
  extends Pick<RevocationNotice, 'ground' | 'automatic' | 'revoked' | 'revokedAt' | 'effectiveFrom'> {
  readonly rulebook: string;
  readonly document?: NonNullable<RevocationNotice['document']>;
  readonly barLastDay?: string;
  readonly pageBefore: Page;
}

/** What the portal shows of a file: nothing yet, its entry, the notice in its place, or nothing any more. */
export type Page = 'unpublished' | 'entry' | 'notice' | 'taken-down';

/** The fold of a file's events as far as the register needs it; what the public sees of it is `publication`. */
export interface RegisterRow {
  readonly fileId: FileId;
  readonly standing: Standing;
  readonly page: Page;
  /** Under review, or returned for supplements. */
  readonly filing?: Registration;
  /** The last accepted. */
  readonly registration?: Registration;
  readonly formerNames: RegisterEntry['formerNames'];
  readonly pendingAmendment?: PendingAmendment;
  readonly adverse: RegisterEntry['adverse'];
  /** The penalty that a running repair names. */
  readonly repairOf?: string;
  /** An agency without a file is known only by its reports. */
  readonly outsider?: { readonly uscc: string; readonly name: string; readonly rulebook: string };
  readonly filedReports: readonly FiledReport[];
  readonly creditReports: RegisterEntry['creditReports'];
  /** Of the file as a whole: sanctions, reports, revocation. */
  readonly lines: readonly Line[];
  readonly revocation?: Revocation;
  readonly published?: RegisterEntry['published'];
  readonly maskedFields: readonly string[];
  readonly publication?: RegisterPublication;
}

/** The row before the first event. */
export function emptyRow(fileId: FileId): RegisterRow {
  return {
    fileId,
    standing: { status: 'none' },
    page: 'unpublished',
    formerNames: [],
    adverse: [],
    filedReports: [],
    creditReports: [],
    lines: [],
    maskedFields: [],
  };
}
