import type { Revision } from '@ledger/schemas';
import { ApiError, requestInvalid } from '../http/api-error.ts';

/** Which state of the file the caller decided upon. */
export type Precondition =
  | { readonly kind: 'at-revision'; readonly revision: Revision }
  /** `If-None-Match: *`: the file has no event yet. */
  | { readonly kind: 'no-file' }
  | { readonly kind: 'none' };

/** The longest a caller may wait for the projections. Units: seconds. */
export const WAIT_SECONDS_MAX = 30;

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
 * The caller's name for this command, by which a repetition is recognised.
 *
 * Errors: IDEMPOTENCY_KEY_REQUIRED, REQUEST_INVALID unless it has 1–255 visible ASCII characters.
 */
export function idempotencyKeyOf(header: string | undefined): string {
  if (header === undefined) {
    throw new ApiError(
      'IDEMPOTENCY_KEY_REQUIRED',
      'Send Idempotency-Key: ‹a new UUID› with each new command, and the same one when you repeat it.',
    );
  }
  if (!/^[\x21-\x7e]{1,255}$/.test(header)) {
    throw requestInvalid(
      'header',
      'Idempotency-Key',
      'has 1 to 255 visible ASCII characters; a UUID is best',
    );
  }
  return header;
}

/** How long the caller wants to wait until its events can be read (RFC 7240 §4.3). Units: seconds, 0 when not at all. */
export function waitSecondsOf(prefer: string | undefined): number {
  const seconds = /(?:^|,)\s*wait\s*=\s*"?(\d{1,6})"?\s*(?=[,;]|$)/i.exec(prefer ?? '')?.[1];
  return Math.min(Number(seconds ?? 0), WAIT_SECONDS_MAX);
}
