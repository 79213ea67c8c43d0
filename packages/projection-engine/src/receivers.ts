import type { JournalledEvent } from '@ledger/schemas';
import type { NewestForm } from './event-source.ts';
import type { CopiedLine } from './journal-copy.ts';
import type { Part, Share } from './part.ts';
import type { PartWorker } from './part-worker.ts';

/** Whoever folds a share of the journal, here or on another thread. */
export interface Receiver {
  /** Shows a line of the piece; `spread` is the number of its stream. */
  offer(line: CopiedLine, spread: number): void;
  /** A piece was shown whole; waits while the receiver has enough to do. Errors: what it failed with. */
  takePiece(): Promise<void>;
  /** All that was taken is folded and saved. Errors: as above. */
  save(): Promise<void>;
  /** Nothing of it runs any more; never throws. */
  end(): Promise<void>;
}

/** Folds its share in this thread. */
export function receiverHere(part: Part, { part: own, parts }: Share, newestForm: NewestForm): Receiver {
  let events: JournalledEvent[] = [];
  return {
    offer(line, spread) {
      if (spread % parts === own) events.push(line.event(newestForm));
    },
    async takePiece() {
      const taken = events;
      events = [];
      await part.take(taken);
    },
    save: () => part.save(),
    end: async () => undefined,
  };
}

const OUTBOX_BYTES = 262_144;

/** Sends the lines of its share to another thread. */
export function receiverThere(worker: PartWorker, { part, parts }: Share): Receiver {
  let outbox: Uint8Array<ArrayBuffer> = new Uint8Array(OUTBOX_BYTES);
  let filled = 0;
  const full: Uint8Array<ArrayBuffer>[] = [];
  const close = (): void => {
    if (filled > 0) full.push(outbox.subarray(0, filled));
    outbox = new Uint8Array(OUTBOX_BYTES);
    filled = 0;
  };
  const send = async (): Promise<void> => {
    for (const lines of full.splice(0)) await worker.take(lines);
  };
  return {
    offer(line, spread) {
      if (spread % parts !== part) return;
      const bytes = line.bytes();
      if (filled + bytes.length > outbox.length) {
        close();
        if (bytes.length > outbox.length) outbox = new Uint8Array(bytes.length);
      }
      outbox.set(bytes, filled);
      filled += bytes.length;
    },
    takePiece: send,
    async save() {
      close();
      await send();
      await worker.save();
    },
    end: () => worker.end(),
  };
}
