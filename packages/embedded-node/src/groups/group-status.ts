import { GrpcCode, GrpcStatusError } from '../grpc/status.ts';
import { encodeHeader } from '../log/readable-stream.ts';
import type { GroupAddress } from '../protocol/group-requests.ts';

/** The name under which errors and infos know what a group reads. */
export function sourceName({ target }: Pick<GroupAddress, 'target'>): string {
  return target.kind === 'all' ? '$all' : target.stream;
}

export function groupMissing(source: string, group: string | undefined): GrpcStatusError {
  const trailers = group === undefined ? { 'stream-name': encodeHeader(source) } : names(source, group);
  return new GrpcStatusError(
    GrpcCode.notFound,
    `Subscription group ${group ?? ''} on stream ${source} does not exist.`,
    { exception: 'persistent-subscription-does-not-exist', ...trailers },
  );
}

export function groupExists(source: string, group: string): GrpcStatusError {
  return new GrpcStatusError(
    GrpcCode.alreadyExists,
    `Subscription group ${group} on stream ${source} exists.`,
    {
      exception: 'persistent-subscription-exists',
      ...names(source, group),
    },
  );
}

export function groupFailed(source: string, group: string, reason: string): GrpcStatusError {
  return new GrpcStatusError(
    GrpcCode.internal,
    `Subscription group ${group} on stream ${source} failed: '${reason}'`,
    {
      exception: 'persistent-subscription-failed',
      ...names(source, group),
      reason: encodeHeader(reason),
    },
  );
}

export function groupDropped(source: string, group: string): GrpcStatusError {
  return new GrpcStatusError(
    GrpcCode.cancelled,
    `Subscription group ${group} on stream ${source} was dropped.`,
    {
      exception: 'persistent-subscription-dropped',
      ...names(source, group),
    },
  );
}

export function groupFull(source: string, group: string): GrpcStatusError {
  return new GrpcStatusError(
    GrpcCode.failedPrecondition,
    `Maximum subscriptions reached for subscription group ${group} on stream ${source}.`,
    { exception: 'maximum-subscribers-reached', ...names(source, group) },
  );
}

function names(source: string, group: string): Record<string, string> {
  return { 'stream-name': encodeHeader(source), 'group-name': encodeHeader(group) };
}
