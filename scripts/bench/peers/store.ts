import type { SampleEvent } from './sample-event.ts';

/** What every peer can do, each in its own best way; whatever it shows has been decoded down to objects. */
export interface Store {
  /**
   * Adds `events` to a stream that holds exactly `length` of them.
   *
   * Errors:  rejects when the stream holds another number.
   * Durable: the events are on disk once this resolves, except where the peer is a ceiling and says so.
   */
  append(stream: string, length: number, events: readonly SampleEvent[]): Promise<void>;
  /** Reads a stream from its start. Shape: how many events came. */
  readStream(stream: string): Promise<number>;
  close(): Promise<void>;
}

/** A peer that also reads across streams. */
export interface StoreOfAll extends Store {
  /** Reads the first `count` events of all streams. Shape: how many came. */
  readAll(count: number): Promise<number>;
}
