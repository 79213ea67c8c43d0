import type { DecidedEvent } from '@ledger/schemas';
import { STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import { admit } from '../src/admit.ts';
import type { FileEvent } from '../src/file-event.ts';
import { continued, emptyHistory, type FileHistory } from '../src/history.ts';

/** The same history as an import would bring it, line by line. Errors: throws at the first line that is refused. */
export function importedAgain({ fileId, events }: FileHistory): FileHistory {
  return events.reduce((history, event) => {
    const refusal = admit(history, asImported(event), STATE_COUNCIL_CALENDAR);
    if (refusal !== undefined) throw new Error(`${event.type}: ${refusal.code}, ${refusal.detail}`);
    return continued(history, event);
  }, emptyHistory(fileId));
}

/** The event as an import would bring it: without what only a live record has. */
export function asImported({ type, data, metadata }: FileEvent): DecidedEvent {
  const { occurredAt, effectiveFrom, actor, basis, rulebook, document } = metadata;
  return {
    type,
    data,
    occurredAt,
    actor,
    basis,
    rulebook,
    ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
    ...(document === undefined ? {} : { document }),
  };
}
