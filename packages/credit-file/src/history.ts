import type { FileId } from '@ledger/schemas';
import { effectiveFrom } from '@ledger/schemas';
import { compareInstants, type Instant } from '@ledger/statutory-calendar';
import { type CreditFile, emptyFile } from './credit-file.ts';
import { evolve, foldFile } from './evolve.ts';
import type { FileEvent } from './file-event.ts';

/** The events of a file in position order, with the file they make. */
export interface FileHistory {
  readonly fileId: FileId;
  readonly events: readonly FileEvent[];
  readonly file: CreditFile;
  /** The latest instant from which any of the effects counts. */
  readonly latestEffect: string | undefined;
}

export function emptyHistory(fileId: FileId): FileHistory {
  return { fileId, events: [], file: emptyFile(fileId), latestEffect: undefined };
}

/** The history of these events, in position order. */
export function historyOf(fileId: FileId, events: Iterable<FileEvent>): FileHistory {
  const all = [...events];
  let latestEffect: string | undefined;
  for (const { metadata } of all) latestEffect = laterOf(latestEffect, effectiveFrom(metadata));
  return { fileId, events: all, file: foldFile(fileId, all), latestEffect };
}

/** The history with one more event. */
export function continued(history: FileHistory, event: FileEvent): FileHistory {
  return {
    fileId: history.fileId,
    events: [...history.events, event],
    file: evolve(history.file, event),
    latestEffect: laterOf(history.latestEffect, effectiveFrom(event.metadata)),
  };
}

/**
 * The file as it stood at an instant, from all that is recorded so far: the fold, in position order, of the events whose
 * effect counts from then or before.
 *
 * Law: late knowledge; a report handed in on 30 June and recorded on 3 July meets the file of 30 June.
 */
export function fileAt(history: FileHistory, instant: string): CreditFile {
  if (history.latestEffect === undefined || !later(history.latestEffect, instant)) return history.file;
  return foldFile(
    history.fileId,
    history.events.filter(({ metadata }) => !later(effectiveFrom(metadata), instant)),
  );
}

function laterOf(latest: string | undefined, effect: string): string {
  return latest !== undefined && later(latest, effect) ? latest : effect;
}

function later(one: string, other: string): boolean {
  return compareInstants(one as Instant, other as Instant) > 0;
}
