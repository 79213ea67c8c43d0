import { isMetastream, originalOf, type StreamAcl } from '../log/stream-metadata.ts';
import { ADMINISTRATORS, hasRole, isAdministrator, type Principal } from './principal.ts';
import type { DefaultAcls } from './system-settings.ts';

/** What somebody wants to do to a stream. */
export type StreamOperation = 'read' | 'write' | 'delete';

const ALL = '$all';

/** The stream whose access control list decides about `stream`: a metadata stream is governed by the one it describes. */
export function governingStream(stream: string): string {
  return isMetastream(stream) ? originalOf(stream) : stream;
}

/**
 * Whether `principal` may do `operation` to `stream`, whose governing stream has the list `acl`, where `$settings` says `defaults`.
 *
 * Shape: some things nobody may do over TLS: write or delete `$all` or the stream without a name, delete a metadata stream. A role that is
 * left out is taken from `$settings`, and left out there too keeps its default: everybody signed in for normal streams, `$admins` for those
 * that begin with `$`. `$admins` pass every list.
 */
export function mayAccess(
  principal: Principal,
  stream: string,
  operation: StreamOperation,
  acl: StreamAcl | undefined,
  defaults: DefaultAcls,
): boolean {
  if (principal.kind === 'system') return true;
  if (principal.kind === 'anonymous' || isForbidden(stream, operation)) return false;
  if (isAdministrator(principal)) return true;
  const role = roleOf(stream, operation);
  const isSystem = governingStream(stream).startsWith('$');
  const roles =
    acl?.[role] ??
    (isSystem ? defaults.systemStreams : defaults.userStreams)?.[role] ??
    (isSystem ? [ADMINISTRATORS] : [ALL]);
  return roles.some((allowed) => allowed === ALL || hasRole(principal, allowed));
}

function isForbidden(stream: string, operation: StreamOperation): boolean {
  if (stream === '') return true;
  return operation === 'read' ? false : stream === ALL || (operation === 'delete' && isMetastream(stream));
}

function roleOf(stream: string, operation: StreamOperation): keyof StreamAcl {
  if (!isMetastream(stream)) return operation;
  return operation === 'read' ? 'readMetadata' : 'writeMetadata';
}
