import { GrpcCode, GrpcStatusError } from '../grpc/status.ts';
import type { EventLog } from '../log/event-log.ts';
import { isAdministrator, isOperator, type Principal } from './principal.ts';
import { governingStream, mayAccess, type StreamOperation } from './stream-access.ts';
import { readDefaultAcls } from './system-settings.ts';

export function accessDenied(): GrpcStatusError {
  return new GrpcStatusError(GrpcCode.permissionDenied, 'Access Denied', { exception: 'access-denied' });
}

/** Whether `principal` may do `operation` to `stream` as its access control list stands now. */
export async function mayUseStream(
  log: EventLog,
  principal: Principal,
  stream: string,
  operation: StreamOperation,
): Promise<boolean> {
  if (principal.kind === 'system') return true;
  const { metadata } = await log.head(governingStream(stream));
  return mayAccess(principal, stream, operation, metadata.acl, await readDefaultAcls(log));
}

/** Passes only who may do `operation` to `stream`. Errors: throws access-denied. */
export async function requireStream(
  log: EventLog,
  principal: Principal,
  stream: string,
  operation: StreamOperation,
): Promise<void> {
  if (!(await mayUseStream(log, principal, stream, operation))) throw accessDenied();
}

/** Passes only who may run the node. Errors: throws access-denied. */
export function requireOperator(principal: Principal): void {
  if (!isOperator(principal)) throw accessDenied();
}

/** Passes only who may manage users. Errors: throws access-denied. */
export function requireAdministrator(principal: Principal): void {
  if (!isAdministrator(principal)) throw accessDenied();
}

/** Passes only who has signed in. Errors: throws access-denied. */
export function requireSignedIn(principal: Principal): void {
  if (principal.kind === 'anonymous') throw accessDenied();
}
