/** The main axis of a file, in the words every answer uses. */
export const STATUSES = [
  'none',
  'under-review',
  'supplement',
  'refused',
  'on-file',
  'revoked',
  'deregistered',
] as const;

export type Status = (typeof STATUSES)[number];

/**
 * Where a file stands on the main axis, with only the facts that exist there.
 *
 * Units: `since` is the instant from which the standing counts, +08:00.
 */
export type Standing =
  | { readonly status: 'none' }
  | { readonly status: 'under-review'; readonly since: string }
  | { readonly status: 'supplement'; readonly since: string; readonly missing: readonly string[] }
  | { readonly status: 'refused'; readonly since: string; readonly ground: string }
  | { readonly status: 'on-file'; readonly since: string; readonly fileNo: string | undefined }
  | {
      readonly status: 'revoked';
      readonly since: string;
      readonly ground: string;
      /** The event that revoked: what a restoration names and reverses. */
      readonly eventId: string;
      /** The registration that the revocation ended, and that a restoration brings back. */
      readonly ended: { readonly since: string; readonly fileNo: string | undefined } | undefined;
    }
  | { readonly status: 'deregistered'; readonly since: string; readonly reason: string };
