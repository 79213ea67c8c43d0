import type { Actor, DocumentReference, EventType } from '@ledger/schemas';
import { type Instant, type LegalDate, legalDateOf } from '@ledger/statutory-calendar';

/** An act before it is an event: what is said to have happened, by whom, when and on what basis. */
export interface Act<Type extends EventType = EventType> {
  readonly type: Type;
  /** In the shape of the type's newest schema. */
  readonly data: unknown;
  readonly occurredAt: string;
  readonly effectiveFrom?: string | undefined;
  readonly actor: Actor;
  readonly basis: readonly string[];
  readonly document?: DocumentReference | undefined;
}

/** The legal date of an instant of the envelope, which its schema has read. */
export function dayOf(instant: string): LegalDate {
  return legalDateOf(instant as Instant);
}
