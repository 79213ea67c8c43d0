import type { CommandName, EventData, EventType } from '@ledger/schemas';
import type { Matter } from '../guards.ts';

/** An act that follows from another by the law itself: by the system unless it says otherwise. */
export interface Consequence<Type extends EventType = EventType> {
  readonly type: Type;
  readonly data: EventData<Type>;
  readonly basis?: string;
}

/** One process of the law: what it works out itself, and what follows from its acts without being asked. */
export interface Process {
  /** Payload fields that a command computes, by command. */
  readonly computed?: {
    readonly [Name in CommandName]?: (matter: Matter) => Readonly<Record<string, unknown>>;
  };
  /** Acts that follow in the same decision, by the act they follow. */
  readonly consequences?: { readonly [Type in EventType]?: (matter: Matter) => readonly Consequence[] };
}
