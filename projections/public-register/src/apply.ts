import { isDeepStrictEqual } from 'node:util';
import { asFileEvent, emptyFile, evolve, type FileEvent } from '@ledger/credit-file';
import type { JournalledEvent } from '@ledger/schemas';
import { fileReport, publishReport, setReportState } from './credit-reports.ts';
import { lineOf } from './disclosure.ts';
import { bar, publish, restore, revoke, takeDown, unpublish } from './page.ts';
import { publicationOf } from './publication.ts';
import {
  accept,
  acceptAmendment,
  amend,
  checkCommitment,
  commit,
  correctDossier,
  dropAmendment,
  dropFiling,
  file,
  report,
} from './registration.ts';
import type { Line, RegisterRow } from './row.ts';
import {
  applyForRepair,
  correctAmount,
  delist,
  endPublicationOf,
  list,
  penalise,
  repair,
} from './sanctions.ts';

/** The row after one more event; the same row when the event is nothing to the register. Total; never throws. */
export function applyEvent(row: RegisterRow, journalled: JournalledEvent): RegisterRow {
  const event = asFileEvent(journalled);
  if (event === undefined) return row;
  const before = withStanding(row, event);
  const changed = change(before, event);
  const line = lineOf({ ...event, position: journalled.position }, before.pendingAmendment?.field);
  const tells = line !== undefined && (changed !== before || event.type === 'revocation-confirmed');
  const after = tells ? withLine(changed, line) : changed;
  return after === row ? row : withPublication(after, journalled);
}

/** What an event changes in the row, its line and its publication apart. */
function change(row: RegisterRow, event: FileEvent): RegisterRow {
  switch (event.type) {
    case 'filed':
    case 'refiled':
      return file(row, event);
    case 'refused':
    case 'filing-withdrawn':
      return dropFiling(row);
    case 'accepted':
      return accept(row, event);
    case 'published':
      return publish(row, event);
    case 'unpublished':
      return unpublish(row, event);
    case 'amended':
      return amend(row, event);
    case 'amendment-accepted':
      return acceptAmendment(row, event);
    case 'amendment-refused':
      return dropAmendment(row);
    case 'corrected':
      return correctAmount(correctDossier(row, event), event);
    case 'committed':
      return commit(row, event);
    case 'commitment-checked':
      return checkCommitment(row, event);
    case 'reported':
    case 'work-reported':
      return report(row, event);
    case 'penalised':
      return penalise(row, event);
    case 'listed':
      return list(row, event);
    case 'delisted':
      return delist(row, event);
    case 'repair-applied':
      return applyForRepair(row, event);
    case 'repaired':
      return repair(row, event);
    case 'withdrawn':
      return endPublicationOf(row, [event.data.what]);
    case 'invalidated':
      return invalidate(row, event.data.invalidates);
    case 'revoked':
      return revoke(row, event);
    case 'barred':
      return bar(row, event);
    case 'restored':
      return restore(row);
    case 'deregistered':
      return takeDown(row);
    case 'credit-report-filed':
      return fileReport(row, event);
    case 'credit-report-published':
      return publishReport(row, event);
    case 'credit-report-cleared':
      return setReportState(row, event.data.reportNo, 'usable');
    case 'credit-report-objection-denied':
      return setReportState(row, event.data.reportNo, 'in-publicity');
    case 'credit-report-objected':
    case 'credit-report-rejected':
      return setReportState(row, event.data.reportNo, 'not-usable');
    default:
      return row;
  }
}

/** Where the file stands is the domain's to say. */
function withStanding(row: RegisterRow, event: FileEvent): RegisterRow {
  const { standing } = evolve({ ...emptyFile(row.fileId), standing: row.standing }, event);
  return standing === row.standing ? row : { ...row, standing: withoutUndefined(standing) };
}

/** The same value without members that are undefined: a row is kept as JSON, which has none. */
function withoutUndefined<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

function withLine(row: RegisterRow, line: Line): RegisterRow {
  if (row.filing !== undefined && line.type === 'committed') {
    return { ...row, filing: { ...row.filing, lines: [...row.filing.lines, line] } };
  }
  return { ...row, lines: [...row.lines, line] };
}

/** Drops what a wrong event published: its line and whatever it was the source of. */
function invalidate(row: RegisterRow, eventId: string): RegisterRow {
  const wrong = row.lines.find((line) => line.eventId === eventId);
  if (wrong === undefined) return row;
  const rightly = (fact: { readonly revision: number }) => fact.revision !== wrong.revision;
  const { registration } = row;
  return {
    ...row,
    lines: row.lines.filter(rightly),
    adverse: row.adverse.filter(rightly),
    creditReports: row.creditReports.filter(rightly),
    ...(registration !== undefined && {
      registration: {
        ...registration,
        commitments: registration.commitments.filter(rightly),
        reports: registration.reports.filter(rightly),
      },
    }),
  };
}

/** Stamps the publication with the event that changed it; one that is nothing to the public leaves the stamp alone. */
function withPublication(row: RegisterRow, { revision, position }: JournalledEvent): RegisterRow {
  const { publication, ...rest } = row;
  const shown = publicationOf(rest);
  if (shown === undefined) return publication === undefined ? row : rest;
  const unchanged =
    publication !== undefined && isDeepStrictEqual({ ...shown, ...stampOf(publication) }, publication);
  return unchanged ? row : { ...rest, publication: { ...shown, revision, position } };
}

function stampOf({ revision, position }: { readonly revision: number; readonly position: number }) {
  return { revision, position };
}
