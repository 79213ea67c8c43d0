import { asFileEvent, type FileHistory, historyOf, type Refusal } from '@ledger/credit-file';
import { type EventLog, newestForm, StoreError } from '@ledger/event-log';
import { eventHash, type FileId, recordEvents, type StoredEvent, streamOf } from '@ledger/schemas';
import type { Instant } from '@ledger/statutory-calendar';
import { type DueAct, decideNext, dueActs, type LawOfTheDay } from './due-acts.ts';
import { nextVerification, verificationAwaited } from './verification/next-verification.ts';
import type { FactsSource } from './verification/outside-facts.ts';

/** What due acts are recorded with. */
export interface TimekeeperDesk extends LawOfTheDay {
  readonly eventLog: EventLog;
  readonly clock: () => Instant;
  /** Who answers when a filing is verified. Absent: no filing is. */
  readonly facts?: FactsSource;
  /** 128 fresh random bits, hex. */
  readonly randomSalt: () => string;
}

/** What became of the first due act of a file. Shape: `next` is when the act behind it fell due. */
export type Attention =
  | { readonly kind: 'nothing-due' }
  | {
      readonly kind: 'done';
      readonly act: DueAct;
      readonly events: readonly string[];
      readonly next?: Instant;
    }
  | { readonly kind: 'refused'; readonly act: DueAct; readonly refusal: Refusal; readonly next?: Instant };

/** Somebody else is writing into the file without a pause; it is attended to again at the next round. */
const CONFLICTS_MAX = 10;

/**
 * Does the first act that is due on a file, decided on the file as the store holds it now.
 *
 * Errors:  StoreError when the store cannot be asked or the file is written to without a pause; `OUTCOME_UNKNOWN` leaves
 *          nothing undone: the next call finds the act done, or does it.
 * Durable: the events of the act when it returns `done`; the same act is never recorded twice.
 */
export async function attendFile(
  desk: TimekeeperDesk,
  fileId: FileId,
  refused: ReadonlySet<string>,
): Promise<Attention> {
  for (let conflicts = 0; ; conflicts += 1) {
    try {
      return await attempt(desk, fileId, refused);
    } catch (error) {
      const conflict = error instanceof StoreError && error.code === 'WRONG_EXPECTED_REVISION';
      // Somebody was faster, maybe with the very act that makes ours needless: look again.
      if (!conflict || conflicts === CONFLICTS_MAX) throw error;
    }
  }
}

async function attempt(
  desk: TimekeeperDesk,
  fileId: FileId,
  refused: ReadonlySet<string>,
): Promise<Attention> {
  const stored = await readFile(desk.eventLog, fileId);
  const history = historyOf(
    fileId,
    stored.flatMap((event) => asFileEvent(newestForm(event)) ?? []),
  );
  const now = desk.clock();
  const found =
    decideNext(history, desk, now, refused) ??
    (desk.facts && (await nextVerification(history, desk, desk.facts, now, refused)));
  if (found === undefined) return { kind: 'nothing-due' };
  const { act, decision } = found;
  if ('refused' in decision) {
    const next = nextDue(history, desk, now, new Set([...refused, act.commandId]));
    return { kind: 'refused', act, refusal: decision.refused, ...next };
  }
  const head = stored.at(-1);
  const events = recordEvents({
    stream: streamOf(fileId),
    head: head && { revision: head.revision, hash: eventHash(head) },
    decided: decision.events,
    commandId: act.commandId,
    correlationId: act.commandId,
    recordedAt: now,
    salt: desk.randomSalt,
  });
  await desk.eventLog.append(streamOf(fileId), head?.revision ?? 'no-stream', events);
  const after = historyOf(fileId, [
    ...history.events,
    ...events.flatMap((event) => asFileEvent(event) ?? []),
  ]);
  return {
    kind: 'done',
    act,
    events: events.map(({ type }) => type),
    ...nextDue(after, desk, now, refused),
  };
}

function nextDue(
  history: FileHistory,
  law: TimekeeperDesk,
  now: Instant,
  refused: ReadonlySet<string>,
): { readonly next?: Instant } {
  const settled = new Set([...refused, ...history.events.map(({ metadata }) => metadata.commandId)]);
  const [act] = dueActs(history, law, now, settled);
  const next = act?.at ?? (law.facts && verificationAwaited(history, law, now));
  return next === undefined ? {} : { next };
}

async function readFile(eventLog: EventLog, fileId: FileId): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of eventLog.readStream(streamOf(fileId))) events.push(event);
  return events;
}
