import type { Http2Session, ServerHttp2Stream } from 'node:http2';

/**
 * Keeps the number of HTTP/2 connections bounded: beyond it, the one that has been without a call for longest is closed.
 *
 * Shape: whoever has a call open stays; when all have one, the newcomer is sent away.
 */
export class SessionLimit {
  readonly #most: number;
  readonly #calls = new Map<Http2Session, number>();
  /** Those without a call, the one that has been so for longest first. */
  readonly #idle = new Set<Http2Session>();

  constructor(most: number) {
    this.#most = most;
  }

  opened(session: Http2Session): void {
    this.#calls.set(session, 0);
    this.#idle.add(session);
    session.once('close', () => {
      this.#calls.delete(session);
      this.#idle.delete(session);
    });
    if (this.#calls.size <= this.#most) return;
    for (const longest of this.#idle) {
      this.#idle.delete(longest);
      this.#calls.delete(longest);
      longest.destroy();
      return;
    }
  }

  called(session: Http2Session, stream: ServerHttp2Stream): void {
    this.#add(session, 1);
    stream.once('close', () => this.#add(session, -1));
  }

  closeAll(): void {
    for (const session of this.#calls.keys()) session.close();
  }

  #add(session: Http2Session, change: 1 | -1): void {
    const calls = this.#calls.get(session);
    if (calls === undefined) return;
    this.#calls.set(session, calls + change);
    if (calls + change > 0) this.#idle.delete(session);
    else this.#idle.add(session);
  }
}
