import type { ShownEvent } from '../log/links.ts';
import type { StoredEvent } from '../log/stored-event.ts';

/** An event on its way through a group. */
export interface GroupMessage {
  /** Order in the group: of reading, or of replaying. */
  readonly sequence: number;
  readonly shown: ShownEvent;
  /** What is acknowledged: the link where there is one. */
  readonly id: string;
  /** Where the group's checkpoint stands once this and everything before is done; undefined for a replayed one. */
  readonly place: string | undefined;
  retryCount: number;
}

/** The event that stands in the stream that is read: the link where there is one. */
export function originalOfMessage({ shown }: GroupMessage): StoredEvent {
  const original = shown.link ?? shown.event;
  if (original === undefined) throw new Error('a message holds neither event nor link');
  return original;
}
