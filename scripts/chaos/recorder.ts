import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { HistoryEntry } from './history.ts';

/** Writes a history down as JSON lines, in the order in which things were seen. */
export interface Recorder {
  readonly history: readonly HistoryEntry[];
  /** Units: milliseconds, never going back. */
  now(): number;
  record(entry: HistoryEntry): void;
  close(): Promise<void>;
}

/** A recorder that also keeps the history in this file, for whoever examines a failed run. */
export function recordTo(file: string): Recorder {
  const history: HistoryEntry[] = [];
  const out = createWriteStream(file);
  return {
    history,
    now: () => performance.now(),
    record: (entry) => {
      history.push(entry);
      // Whoever is still waiting for an answer when a run breaks off notes it in memory only.
      if (out.writable) out.write(`${JSON.stringify(entry)}\n`);
    },
    close: async () => {
      out.end();
      await finished(out);
    },
  };
}
