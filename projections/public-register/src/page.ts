import type { FileEvent } from '@ledger/credit-file';
import { effectiveFrom } from '@ledger/schemas';
import { fieldWord } from './dossier.ts';
import type { RegisterRow } from './row.ts';
import { endPublicationOf } from './sanctions.ts';
import { documentOf, sourceOf } from './source.ts';

type EventOf<Type extends FileEvent['type']> = Extract<FileEvent, { readonly type: Type }>;

/**
 * Shows the page: the entry of an agency on file, or the notice of a revoked one. Nothing else can be published.
 *
 * Law: XJ-10-2, XJ-15-1, LNO-2.1-4, ZY-5-4.
 */
export function publish(row: RegisterRow, event: EventOf<'published'>): RegisterRow {
  const masked = (event.data.maskedFields ?? []).map(fieldWord);
  const maskedFields = [...new Set([...row.maskedFields, ...masked])].sort();
  const published = { ...sourceOf(event), at: event.metadata.occurredAt };
  if (row.standing.status === 'revoked')
    return row.revocation ? { ...row, maskedFields, page: 'notice' } : row;
  if (row.standing.status !== 'on-file') return row;
  // A later act of the portal brings the entry up to date; it is public since the first.
  return {
    ...row,
    maskedFields,
    published: row.page === 'entry' ? (row.published ?? published) : published,
    page: 'entry',
  };
}

/** Ends the publication of some information, or of the page; a revoked file's page gives way to its notice. */
export function unpublish(row: RegisterRow, event: EventOf<'unpublished'>): RegisterRow {
  const { what, replacedBy } = event.data;
  if (what !== undefined) return endPublicationOf(row, [what]);
  if (row.page === 'unpublished') return row;
  const notice = replacedBy === 'revocation-notice' && row.revocation !== undefined;
  return { ...row, page: notice ? 'notice' : 'taken-down' };
}

/**
 * Replaces a published entry by the notice at once; a file the public never saw gets none before the portal's act.
 *
 * Law: XJ-11-2, XJ-15-1, XJ-15-3, XJ-15-4; decisions G-04 and G-11.
 */
export function revoke(row: RegisterRow, event: EventOf<'revoked'>): RegisterRow {
  const { ground, automatic } = event.data;
  return {
    ...row,
    page: row.page === 'entry' ? 'notice' : row.page,
    revocation: {
      ground,
      automatic,
      revoked: sourceOf(event),
      revokedAt: event.metadata.occurredAt,
      effectiveFrom: effectiveFrom(event.metadata),
      rulebook: event.metadata.rulebook,
      ...documentOf(event),
      pageBefore: row.page,
    },
  };
}

/** Notes until when no filing is taken. Law: XJ-15-3. */
export function bar(row: RegisterRow, event: EventOf<'barred'>): RegisterRow {
  if (row.revocation === undefined) return row;
  return { ...row, revocation: { ...row.revocation, barLastDay: event.data.lastDay } };
}

/** Brings back the page as it was: the revocation counts as never made, and its lines go with the notice. */
export function restore(row: RegisterRow): RegisterRow {
  const { revocation, ...rest } = row;
  if (revocation === undefined) return row;
  return {
    ...rest,
    page: revocation.pageBefore,
    lines: row.lines.filter((line) => !['revoked', 'revocation-confirmed', 'barred'].includes(line.type)),
  };
}

/** Takes the page down. Law: XJ-18-2. */
export function takeDown(row: RegisterRow): RegisterRow {
  return row.page === 'unpublished' ? row : { ...row, page: 'taken-down' };
}
