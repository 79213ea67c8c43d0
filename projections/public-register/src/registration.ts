import type { FileEvent } from '@ledger/credit-file';
import { changeOf, dossierOf, fieldWord } from './dossier.ts';
import type { PendingAmendment, RegisterRow, Registration } from './row.ts';
import { dayOf, sourceOf } from './source.ts';

type EventOf<Type extends FileEvent['type']> = Extract<FileEvent, { readonly type: Type }>;

/** The row once an agency has filed: what was published before stays until the new filing is accepted (G-11). */
export function file(row: RegisterRow, event: EventOf<'filed' | 'refiled'>): RegisterRow {
  const filing: Registration = {
    dossier: dossierOf(event.data),
    rulebook: event.metadata.rulebook,
    amended: [],
    commitments: [],
    reports: [],
    lines: [],
  };
  return { ...row, filing };
}

/** The row once the filing is accepted: a notice of an earlier revocation ends here, a new page waits for the portal (XJ-10-2). */
export function accept(row: RegisterRow, event: EventOf<'accepted'>): RegisterRow {
  const { filing, revocation: _ended, published: _before, ...rest } = row;
  if (filing === undefined) return row;
  const accepted = { ...sourceOf(event), at: event.metadata.occurredAt };
  const renamed = row.registration !== undefined && row.registration.dossier.name !== filing.dossier.name;
  return {
    ...rest,
    page: 'unpublished',
    // A new registration begins a new history; sanctions and reports concern the agency and go on.
    lines: [...row.lines.filter((line) => OF_THE_AGENCY.has(line.type)), ...filing.lines],
    formerNames: renamed ? withFormerName(row, dayOf(event.metadata.occurredAt)) : row.formerNames,
    registration: { ...filing, fileNo: event.data.fileNo, rulebook: event.metadata.rulebook, accepted },
  };
}

/** The row without its running filing, once that was refused or withdrawn. */
export function dropFiling(row: RegisterRow): RegisterRow {
  const { filing: _dropped, ...rest } = row;
  return rest;
}

/** Keeps a change aside until it is accepted. Law: XJ-12-1, XJ-12-2. */
export function amend(row: RegisterRow, event: EventOf<'amended'>): RegisterRow {
  const { pendingAmendment: _older, ...rest } = row;
  const change = row.registration && changeOf(row.registration.dossier, event.data.field, event.data.after);
  if (change === undefined) return rest;
  return {
    ...rest,
    pendingAmendment: { field: fieldWord(event.data.field), change, changedOn: event.data.changedOn },
  };
}

/** Publishes the change that waited. Law: XJ-12-2. */
export function acceptAmendment(row: RegisterRow, event: EventOf<'amendment-accepted'>): RegisterRow {
  const { pendingAmendment, ...rest } = row;
  return pendingAmendment === undefined ? row : publishChange(rest, pendingAmendment, event);
}

/** The row without its pending change. */
export function dropAmendment(row: RegisterRow): RegisterRow {
  const { pendingAmendment: _dropped, ...rest } = row;
  return rest;
}

/** Publishes a corrected value at once: the public body has found the published one wrong. Law: LNR-37-2. */
export function correctDossier(row: RegisterRow, event: EventOf<'corrected'>): RegisterRow {
  const change = row.registration && changeOf(row.registration.dossier, event.data.field, event.data.after);
  if (change === undefined) return row;
  const changedOn = dayOf(event.metadata.occurredAt);
  return publishChange(row, { field: fieldWord(event.data.field), change, changedOn }, event);
}

/** Adds a commitment to the filing under review, or to the registration. Law: XJ-8-9, LNO-2.6-2. */
export function commit(row: RegisterRow, event: EventOf<'committed'>): RegisterRow {
  const commitment = {
    ...sourceOf(event),
    madeOn: dayOf(event.metadata.occurredAt),
    version: event.data.commitmentVersion,
    clauses: [...event.data.clauses],
    checks: [],
  };
  return inRunningRegistration(row, (registration) => ({
    ...registration,
    commitments: [...registration.commitments, commitment],
  }));
}

/** Notes under the newest commitment whether it was kept. Law: ND-3.2-3. */
export function checkCommitment(row: RegisterRow, event: EventOf<'commitment-checked'>): RegisterRow {
  const { year, fulfilled } = event.data;
  return inRegistration(row, (registration) => ({
    ...registration,
    commitments: registration.commitments.map((commitment, index, all) =>
      index === all.length - 1
        ? { ...commitment, checks: [...commitment.checks, { year, fulfilled }] }
        : commitment,
    ),
  }));
}

/** Notes that a periodic report was handed in; its contents are not published. Law: XJ-11-1, ZY-5-7. */
export function report(row: RegisterRow, event: EventOf<'reported' | 'work-reported'>): RegisterRow {
  const filedOn = dayOf(event.metadata.occurredAt);
  const entry =
    event.type === 'reported'
      ? { ...sourceOf(event), kind: 'annual' as const, year: event.data.reportYear, filedOn }
      : {
          ...sourceOf(event),
          kind: 'half-year' as const,
          year: event.data.year,
          half: event.data.half,
          filedOn,
        };
  return inRegistration(row, (registration) => ({
    ...registration,
    reports: [...registration.reports, entry],
  }));
}

function inRunningRegistration(
  row: RegisterRow,
  change: (registration: Registration) => Registration,
): RegisterRow {
  return row.filing === undefined ? inRegistration(row, change) : { ...row, filing: change(row.filing) };
}

/** Lines that outlive the registration under which they were written. */
const OF_THE_AGENCY: ReadonlySet<string> = new Set([
  'penalised',
  'listed',
  'credit-report-published',
  'credit-report-cleared',
  'credit-report-rejected',
]);

function inRegistration(row: RegisterRow, change: (registration: Registration) => Registration): RegisterRow {
  return row.registration === undefined ? row : { ...row, registration: change(row.registration) };
}

function publishChange(row: RegisterRow, amendment: PendingAmendment, event: FileEvent): RegisterRow {
  const { registration } = row;
  if (registration === undefined) return row;
  const { field, change, changedOn } = amendment;
  return {
    ...row,
    formerNames: change.name === undefined ? row.formerNames : withFormerName(row, changedOn),
    registration: {
      ...registration,
      dossier: { ...registration.dossier, ...change },
      amended: [...registration.amended, { ...sourceOf(event), field, changedOn }],
    },
  };
}

function withFormerName(row: RegisterRow, until: string): RegisterRow['formerNames'] {
  const name = row.registration?.dossier.name;
  if (name === undefined) return row.formerNames;
  const from = row.formerNames.at(-1)?.until;
  return [...row.formerNames, { name, ...(from !== undefined && { from }), until }];
}
