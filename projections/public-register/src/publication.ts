import { rulebookById } from '@ledger/rulebooks';
import type { PublishedEvent, RegisterEntry, RevocationNotice } from '@ledger/schemas/http/register';
import { divisionNameOf } from './divisions/division-name.ts';
import type { Dossier, Line, RegisterRow } from './row.ts';

/** A publication without its stamp: the revision and position of the event that last changed it. */
export type Unstamped =
  | Omit<RegisterEntry, 'revision' | 'position'>
  | Omit<RevocationNotice, 'revision' | 'position'>;

/** Fields of a filing that no publication ever carries; the rulebook's and the portal's own lists come on top. */
const ALWAYS_MASKED = [
  'certificateNo',
  'contactMobile',
  'contactPerson',
  'mobile',
  'professionals.name',
  'registeredAddress',
  'residentId',
];

const NOTICE_LINES: ReadonlySet<string> = new Set(['accepted', 'revoked', 'revocation-confirmed', 'barred']);
const REPORT_LINE = /^credit-report-/;

/**
 * What the public sees of a file at this moment; undefined when nothing.
 *
 * Law: XJ-10-2, XJ-15-1, XJ-18-2, ZY-4-9; decisions G-11 (the notice replaces the page) and G-16 (what is repaired leaves it).
 */
export function publicationOf(row: RegisterRow): Unstamped | undefined {
  if (row.page === 'notice') return noticeOf(row);
  if (row.page === 'entry') return entryOf(row);
  return row.page === 'unpublished' && row.registration === undefined ? outsiderOf(row) : undefined;
}

function entryOf(row: RegisterRow): Unstamped | undefined {
  const { registration, published } = row;
  if (registration === undefined || published === undefined) return undefined;
  const { dossier, accepted } = registration;
  return {
    kind: 'entry',
    status: 'on-file',
    ...identityOf(row, dossier),
    ...governedBy(row, registration.rulebook),
    ...(registration.fileNo !== undefined && { fileNo: registration.fileNo }),
    serviceKinds: dossier.serviceKinds,
    registeredOn: dossier.registeredOn,
    ...(accepted !== undefined && { accepted }),
    published,
    amended: registration.amended,
    ...(dossier.legalRepresentative !== undefined && { legalRepresentative: dossier.legalRepresentative }),
    seniorManagers: dossier.seniorManagers,
    professionals: dossier.professionals,
    commitments: registration.commitments,
    reports: registration.reports,
    adverse: row.adverse,
    creditReports: row.creditReports,
    history: historyOf(row.lines, (line) => isOnEntry(row, line)),
  };
}

function noticeOf(row: RegisterRow): Unstamped | undefined {
  const { registration, revocation } = row;
  if (registration === undefined || revocation === undefined) return undefined;
  const { pageBefore: _restored, rulebook, ...facts } = revocation;
  return {
    kind: 'notice',
    status: 'revoked',
    ...identityOf(row, registration.dossier),
    ...governedBy(row, rulebook),
    ...(registration.fileNo !== undefined && { fileNo: registration.fileNo }),
    ...facts,
    adverse: row.adverse,
    history: historyOf(row.lines, (line) => NOTICE_LINES.has(line.type) || isRunningSanction(row, line)),
  };
}

/** An agency from outside that has no file here is public only by the reports it has published. Law: ZY-4-9. */
function outsiderOf(row: RegisterRow): Unstamped | undefined {
  const first = row.creditReports[0];
  const line = row.lines.find(({ type }) => type === 'credit-report-published');
  if (first === undefined || line === undefined || row.outsider === undefined) return undefined;
  return {
    kind: 'entry',
    status: 'none',
    ...identityOf(row, row.outsider),
    ...governedBy(row, row.outsider.rulebook),
    serviceKinds: [],
    published: { revision: first.revision, basis: first.basis, at: line.occurredAt },
    amended: [],
    seniorManagers: [],
    professionals: [],
    commitments: [],
    reports: [],
    adverse: row.adverse,
    creditReports: row.creditReports,
    history: historyOf(row.lines, (one) => REPORT_LINE.test(one.type)),
  };
}

function identityOf(row: RegisterRow, agency: Pick<Dossier, 'uscc' | 'name'> & Partial<Dossier>) {
  const divisionName = agency.division === undefined ? undefined : divisionNameOf(agency.division);
  return {
    fileId: row.fileId,
    uscc: agency.uscc,
    name: agency.name,
    formerNames: row.formerNames,
    jurisdiction: row.fileId.slice(0, 6),
    ...(agency.division !== undefined && { division: agency.division }),
    ...(divisionName !== undefined && { divisionName }),
  };
}

/** What the rulebook says of the whole page: what it masks, and that acts under a draft are a simulation (decision G-26). */
function governedBy(row: RegisterRow, rulebookId: string) {
  const rulebook = rulebookById(rulebookId);
  const masked = [...ALWAYS_MASKED, ...row.maskedFields, ...(rulebook?.disclosure.maskedFields.value ?? [])];
  return {
    rulebook: rulebookId,
    simulation: rulebook?.status === 'draft',
    maskedFields: [...new Set(masked)].sort(),
  };
}

/** A sanction's line lasts as long as its publication; the lines of a revocation stand on its notice only. */
function isOnEntry(row: RegisterRow, line: Line): boolean {
  switch (line.type) {
    case 'penalised':
    case 'listed':
      return isRunningSanction(row, line);
    case 'revoked':
    case 'revocation-confirmed':
    case 'barred':
      return false;
    default:
      return true;
  }
}

/** Whether a line tells of a sanction whose publication runs. */
function isRunningSanction(row: RegisterRow, { revision }: Line): boolean {
  return row.adverse.some((sanction) => sanction.revision === revision);
}

function historyOf(lines: readonly Line[], isShown: (line: Line) => boolean): PublishedEvent[] {
  return lines
    .filter(isShown)
    .sort((a, b) => a.revision - b.revision)
    .map(publishedLine);
}

const published = new WeakMap<Line, PublishedEvent>();

/** The line as it is published: the same object each time, so that two publications of a long file are compared fast. */
function publishedLine(line: Line): PublishedEvent {
  const known = published.get(line);
  if (known !== undefined) return known;
  const { eventId: _internal, ...shown } = line;
  published.set(line, shown);
  return shown;
}
