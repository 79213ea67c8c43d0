import type { LogObserver } from './log-writer.ts';
import type { StoredEvent } from './stored-event.ts';

/** Someone who follows the log. */
export interface Follower {
  /** Called with the events of each commit, in order, at once after it. */
  committed(events: readonly StoredEvent[]): void;
}

/** Hands each commit to everybody who follows the log at that moment. */
export class CommitFeed implements LogObserver {
  readonly #followers = new Set<Follower>();
  readonly #lossListeners = new Set<() => void>();

  /** Follows from the next commit on, until the returned function is called. */
  follow(follower: Follower): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  /** Calls `listener` when the database is lost, until the returned function is called. */
  onLost(listener: () => void): () => void {
    this.#lossListeners.add(listener);
    return () => this.#lossListeners.delete(listener);
  }

  committed(events: readonly StoredEvent[]): void {
    for (const follower of this.#followers) follower.committed(events);
  }

  lost(): void {
    for (const listener of [...this.#lossListeners]) listener();
  }
}
