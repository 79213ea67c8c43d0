import { isMetastream, originalOf, type StreamAcl } from '../log/stream-metadata.ts';
import { ADMINISTRATORS, hasRole, isAdministrator, type Principal } from './principal.ts';

/** What somebody wants to do to a stream. */
export type StreamOperation = 'read' | 'write' | 'delete';

const ALL = '$all';

/** The stream whose access control list decides about `stream`: a metadata stream is governed by the one it describes. */
export function governingStream(stream: string): string {
  return isMetastream(stream) ? originalOf(stream) : stream;
}

/**
 * Whether `principal` may do `operation` to `stream`, whose governing stream has the list `acl`.
 *
 * Shape: some things nobody may do over TLS: write or delete `$all` or the stream without a name, delete a metadata stream. A role that is
 * left out keeps its default: everybody signed in for normal streams, `$admins` for those that begin with `$`. `$admins` pass every list.
 */
export function mayAccess(
  principal: Principal,
  stream: string,
  operation: StreamOperation,
  acl: StreamAcl | undefined,
): boolean {
  if (principal.kind === 'system') return true;
  if (principal.kind === 'anonymous' || isForbidden(stream, operation)) return false;
  if (isAdministrator(principal)) return true;
  const roles = acl?.[roleOf(stream, operation)] ?? defaultRoles(governingStream(stream));
  return roles.some((role) => role === ALL || hasRole(principal, role));
}

function isForbidden(stream: string, operation: StreamOperation): boolean {
  if (stream === '') return true;
  return operation === 'read' ? false : stream === ALL || (operation === 'delete' && isMetastream(stream));
}

function roleOf(stream: string, operation: StreamOperation): keyof StreamAcl {
  if (!isMetastream(stream)) return operation;
  return operation === 'read' ? 'readMetadata' : 'writeMetadata';
}

function defaultRoles(stream: string): readonly string[] {
  return stream.startsWith('$') ? [ADMINISTRATORS] : [ALL];
}
