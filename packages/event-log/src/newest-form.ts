import { isEventType, type LedgerEvent, latestVersion, upcastEventData } from '@ledger/schemas';
import { StoreError } from './store-error.ts';

/**
 * The event with its data in the newest version of its type's schema; asking again changes nothing.
 *
 * Hash and proofs are over the stored form: keep that one where they matter.
 *
 * Shape:  the same event when it is in the newest version already.
 * Errors: NOT_AN_EVENT when its type or version is unknown to this release, or its data does not keep to its version.
 */
export function newestForm<Event extends LedgerEvent>(event: Event): Event {
  const { stream, revision, type, metadata } = event;
  try {
    if (isEventType(type) && metadata.schema === latestVersion(type)) return event;
    const data = upcastEventData(type, metadata.schema, event.data);
    return { ...event, data, metadata: { ...metadata, schema: latestVersion(type) } };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError('NOT_AN_EVENT', `${stream}@${revision} cannot be read by this release: ${reason}`, {
      cause,
      stream,
      revision,
    });
  }
}
