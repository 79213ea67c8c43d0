import { GrpcCode, GrpcStatusError } from '../grpc/status.ts';
import type { ProposedEvent } from '../log/write-request.ts';
import type { ProposedMessage } from '../protocol/proposed-event.ts';
import { badRequest } from './bad-request.ts';

/** Most bytes of event data in one append; metadata and types do not count. */
export const APPEND_BYTES_MAX = 1024 * 1024;

/** The event of a message; undefined when it lacks an id, a type or a content type. */
export function proposedEvent(message: ProposedMessage): ProposedEvent | undefined {
  const { id, type, contentType, customMetadata, data } = message;
  if (id === undefined || type === undefined || contentType === undefined) return undefined;
  return { id, type, contentType, customMetadata, data };
}

/**
 * The event of a message that has all an event needs.
 *
 * Errors: throws missing-required-metadata-property without type or content type, UNKNOWN without an id.
 */
export function requireProposed(message: ProposedMessage): ProposedEvent {
  const event = proposedEvent(message);
  if (event !== undefined) return event;
  if (message.type !== undefined && message.contentType !== undefined)
    throw badRequest('An event needs an id that is a UUID and not all zeros.');
  throw new GrpcStatusError(GrpcCode.invalidArgument, 'An event needs a type and a content-type.', {
    exception: 'missing-required-metadata-property',
    'required-metadata-properties': 'type,content-type',
  });
}
