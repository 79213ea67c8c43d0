import { asFileEvent, continued, type FileHistory } from '@ledger/credit-file';
import { eventHash, type FileHead, type LedgerEvent, recordEvents, streamOf } from '@ledger/schemas';
import { compareInstants, type Instant } from '@ledger/statutory-calendar';
import { decideNext, type LawOfTheDay } from './due-acts.ts';

/** What acts are made good with. */
export interface MakingGood extends LawOfTheDay {
  /** Where the file ends; undefined when it has no event yet. */
  readonly head: FileHead | undefined;
  readonly now: Instant;
  /** The instant up to which the law's own acts are made good; not after `now`. */
  readonly until: string;
  /** What the acts are made good before, when it is a command. */
  readonly correlationId?: string;
  /** 128 fresh random bits, hex. */
  readonly randomSalt: () => string;
}

/** The history with what was made good, and the events of it, chained behind the head. */
export interface MadeGood {
  readonly history: FileHistory;
  readonly events: readonly LedgerEvent[];
}

/**
 * The file as the law has made it by an instant: behind what is recorded stands what the system had to do by then and has
 * not recorded yet, in the order in which it fell due.
 *
 * Whoever decides on a file decides on this one. So a timekeeper that stood still changes when the law's own acts are
 * recorded, and never what is decided after them.
 *
 * Shape:  no events where nothing is due, which is as good as always while a timekeeper runs. A due act that the file
 *         refuses is left out; the timekeeper reports it.
 * Errors: never throws on a history that was recorded.
 */
export function madeGood(history: FileHistory, making: MakingGood): MadeGood {
  const { head, now, until, randomSalt } = making;
  const events: LedgerEvent[] = [];
  const refused = new Set<string>();
  let made = history;
  for (;;) {
    const found = decideNext(made, making, now, refused);
    if (found === undefined || compareInstants(found.act.at, until as Instant) > 0) break;
    const { act, decision } = found;
    if ('refused' in decision) {
      refused.add(act.commandId);
      continue;
    }
    const last = events.at(-1);
    const recorded = recordEvents({
      stream: streamOf(history.fileId),
      head: last === undefined ? head : { revision: last.revision, hash: eventHash(last) },
      decided: decision.events,
      commandId: act.commandId,
      correlationId: making.correlationId ?? act.commandId,
      recordedAt: now,
      salt: randomSalt,
    });
    events.push(...recorded);
    made = recorded.flatMap((event) => asFileEvent(event) ?? []).reduce(continued, made);
  }
  return { history: made, events };
}
