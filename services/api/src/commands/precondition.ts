import type { Revision } from '@ledger/schemas';
import { ApiError, requestInvalid } from '../http/api-error.ts';

/** Which state of the file the caller decided upon. */
export type Precondition =
  | { readonly kind: 'at-revision'; readonly revision: Revision }
  /** `If-None-Match: *`: the file has no event yet. */
  | { readonly kind: 'no-file' }
  | { readonly kind: 'none' };

/**
 * The precondition of a command (RFC 9110 §13.1).
 *
 * Errors: REQUEST_INVALID for anything but `If-Match: "‹revision›"` or `If-None-Match: *`: a weak tag, a list of tags or
 *         `If-Match: *` would let a command through that was decided upon another state.
 */
export function preconditionOf(ifMatch: string | undefined, ifNoneMatch: string | undefined): Precondition {
  if (ifMatch !== undefined && ifNoneMatch !== undefined) {
    throw requestInvalid('header', 'If-None-Match', 'stands alone, without If-Match');
  }
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch.trim() !== '*')
      throw requestInvalid('header', 'If-None-Match', 'is *, for a file that must not exist yet');
    return { kind: 'no-file' };
  }
  if (ifMatch === undefined) return { kind: 'none' };
  const digits = /^"(0|[1-9]\d{0,14})"$/.exec(ifMatch.trim())?.[1];
  if (digits === undefined)
    throw requestInvalid('header', 'If-Match', 'is one revision in double quotes, e.g. "7"');
  return { kind: 'at-revision', revision: Number(digits) as Revision };
}

/**
 * Passes when the file stands where the caller thinks it does; a file without an event needs no precondition.
 *
 * Errors: PRECONDITION_REQUIRED; REVISION_STALE, with the revision at which the file stands.
 */
export function checkPrecondition(precondition: Precondition, revision: Revision | undefined): void {
  switch (precondition.kind) {
    case 'none':
      if (revision === undefined) return;
      throw new ApiError(
        'PRECONDITION_REQUIRED',
        'Send If-Match with the revision you have seen; GET /v1/files/{fileId} gives it as ETag.',
      );
    case 'no-file':
      if (revision === undefined) return;
      throw stale(revision);
    case 'at-revision':
      if (revision === precondition.revision) return;
      throw stale(revision);
  }
}

function stale(revision: Revision | undefined): ApiError {
  const stands = revision === undefined ? 'it has no event yet' : `it stands at revision ${revision}`;
  const detail = `Nothing was recorded: ${stands}. Read the file again and decide upon what you see then.`;
  return new ApiError('REVISION_STALE', detail, { revision: revision ?? null });
}
