import { ApiError, requestInvalid } from '../http/api-error.ts';

/** The longest a caller may wait for the projections. Units: seconds. */
export const WAIT_SECONDS_MAX = 30;

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
