/** SQLSTATE classes of a database that cannot do now what it could with more room or a sound disk: insufficient resources, system error. */
const WANT_OF_ROOM = /^(53|58)/;

/**
 * Tells why PostgreSQL has refused a statement for want of room, or of a disk that works.
 *
 * Shape: PostgreSQL's own words, when the statement was rolled back and the session goes on; undefined for every error that leaves outcome
 *        or session in doubt.
 */
export function wantOfRoom(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('severity' in error) || !('code' in error)) return undefined;
  // FATAL and PANIC end the session, and may come after the commit.
  if (error.severity !== 'ERROR' || typeof error.code !== 'string') return undefined;
  return WANT_OF_ROOM.test(error.code) ? error.message : undefined;
}
