import type { EventData, EventType, LedgerEvent } from '@ledger/schemas';
import type { CaseEvent } from './cases.ts';
import { TRANSITIONS } from './transition-table.ts';

/** An event of a file, its data in the newest form of its type. */
export type FileEvent = { [Type in EventType]: LedgerEvent<Type, EventData<Type>> }[EventType];

/** A journalled or stored event as an event of a file, or undefined when its type is none of the ledger's. */
export function asFileEvent(event: LedgerEvent): FileEvent | undefined {
  return event.type in TRANSITIONS ? (event as FileEvent) : undefined;
}

/** The part of an event that the case machines look at. */
export function asCaseEvent({ type, data, metadata }: FileEvent): CaseEvent {
  return { type, data, occurredAt: metadata.occurredAt, actor: metadata.actor };
}
