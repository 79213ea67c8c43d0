/**
 * What the clients of a run saw, one entry before each call and one after it, in the words the checker judges by.
 *
 * Units: times are milliseconds of one clock that never goes back. An operation's id is the SHA-256 that the client put
 *        into the event's data, so that the event is known again in the log without trusting the answer.
 */
export type HistoryEntry =
  | {
      readonly kind: 'op';
      readonly id: string;
      readonly client: string;
      readonly stream: string;
      /** How many events it asks for, where the client knows: they are recorded all or none. */
      readonly count?: number;
      readonly at: number;
    }
  /** Acknowledged: these events stand in the ledger for ever. `visible`: the projections hold them too. */
  | {
      readonly kind: 'ok';
      readonly id: string;
      readonly events: readonly AcknowledgedEvent[];
      readonly visible: boolean;
      readonly at: number;
    }
  /** Refused: nothing of it was recorded, and nothing ever will be. */
  | { readonly kind: 'refused'; readonly id: string; readonly reason: string; readonly at: number }
  /** No answer, or one that says nothing about the outcome; the same operation may be sent again. */
  | { readonly kind: 'unknown'; readonly id: string; readonly reason: string; readonly at: number }
  | {
      readonly kind: 'read';
      readonly client: string;
      readonly stream: string;
      readonly from: number;
      readonly at: number;
      readonly revision: number;
    }
  | {
      readonly kind: 'delivered';
      readonly subscriber: string;
      readonly position: number;
      readonly event: string;
    }
  /** The subscriber goes on behind this position: what it had beyond it may come again. */
  | {
      readonly kind: 'resumed';
      readonly subscriber: string;
      readonly after: number;
      /** The part of the log that it is to see; all of it when absent. */
      readonly sees?: Seen;
    }
  /** The subscriber was told that it has everything up to this position. */
  | { readonly kind: 'checkpoint'; readonly subscriber: string; readonly position: number }
  /** What was done to the system under test. */
  | { readonly kind: 'struck'; readonly fault: string; readonly at: number };

/** The streams of which a subscriber is shown the events: one, or all whose names begin so. */
export type Seen = { readonly stream: string } | { readonly prefix: string };

export interface AcknowledgedEvent {
  readonly id: string;
  readonly revision: number;
  readonly hash: string;
}

/** An event of the final log, in the log's order; `operation` is the id found in the data of its command's events. */
export interface LoggedEvent {
  /** Its place in the log: 1, 2, 3 … in the ledger, rising with gaps in a store. */
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly hash: string;
  readonly command: string;
  readonly operation: string | undefined;
  /** Recorded by the ledger itself, when a term ran out or a duty of its own fell due. */
  readonly bySystem: boolean;
}
