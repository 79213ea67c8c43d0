import type { EventLog } from '../log/event-log.ts';
import { resolveLinks, showPlain } from '../log/links.ts';
import type { StoredEvent } from '../log/stored-event.ts';
import { frameReadEvent, withIdForm } from '../protocol/recorded-event.ts';
import type { UuidForm } from '../protocol/uuid.ts';

/** How a reader wants events. */
export interface Rendering {
  readonly resolveLinks: boolean;
  readonly uuidForm: UuidForm;
}

/** The frames that show `events`, in their order. */
export async function renderEvents(
  log: EventLog,
  events: readonly StoredEvent[],
  how: Rendering,
): Promise<Buffer[]> {
  if (!how.resolveLinks && how.uuidForm === 'string') return events.map((event) => event.frame);
  const shown = how.resolveLinks ? await resolveLinks(log, events) : showPlain(events);
  return shown.map(({ event, link }) => {
    if (link === undefined && event !== undefined && how.uuidForm === 'string') return event.frame;
    return frameReadEvent({
      event: event && withIdForm(event.recorded, how.uuidForm),
      link: link && withIdForm(link.recorded, how.uuidForm),
      commit: (link ?? event)?.position ?? 0n,
    });
  });
}
