import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import type { Position } from '@ledger/schemas';
import { dropMessageOf, type Piece } from './event-stream.ts';

export interface Delivery {
  readonly pieces: AsyncGenerator<Piece>;
  /** From where it goes on if nothing at all is taken. */
  readonly after: Position;
  /** How long a subscriber may leave what was sent untouched before it is dropped, and then before it is cut off. */
  readonly stallMs: number;
  /** Ends the connection of a subscriber that was dropped and still does not read. */
  readonly cutOff: () => void;
  readonly onDrop: (resume: Position) => void;
  readonly signal: AbortSignal;
}

/**
 * The pieces as a body, one at a time: the next is asked for when the connection has taken the last.
 *
 * A subscriber that does not read for `stallMs` is dropped: its last message is `dropped` with the position to resume from, so
 * that it finds it when it reads again; what waits for it is one piece, shared with everyone who was sent the same.
 *
 * Errors: a failure of the pieces destroys the body, and the connection with it.
 */
export function bodyOf(delivery: Delivery): Readable {
  const body = new PassThrough();
  void deliver(body, delivery).catch((error: Error) => body.destroy(error));
  return body;
}

async function deliver(
  body: PassThrough,
  { pieces, after, stallMs, cutOff, onDrop, signal }: Delivery,
): Promise<void> {
  let seen = after;
  for await (const piece of pieces) {
    if (signal.aborted || body.destroyed) break;
    const taken = body.write(piece.bytes) || (await isDrained(body, stallMs, signal));
    seen = piece.seen;
    if (taken) continue;
    onDrop(seen);
    body.end(dropMessageOf(seen));
    const deadline = setTimeout(cutOff, stallMs);
    body.once('close', () => clearTimeout(deadline));
    return;
  }
  body.end();
}

async function isDrained(body: PassThrough, withinMs: number, signal: AbortSignal): Promise<boolean> {
  const patience = AbortSignal.timeout(withinMs);
  try {
    await once(body, 'drain', { signal: AbortSignal.any([patience, signal]) });
    return true;
  } catch (error) {
    // The caller has gone, or the service closes: nobody is to be dropped.
    if (signal.aborted) return true;
    if (patience.aborted) return false;
    throw error;
  }
}
