import {
  type CreditFile,
  type Decision,
  type Duty,
  decide,
  dutiesSoFar,
  type FileHistory,
  systemDuties,
} from '@ledger/credit-file';
import type { Rulebook } from '@ledger/rulebooks';
import { type Actor, type Command, type FileId, nameBasedUuid, parseFileId } from '@ledger/schemas';
import {
  compareInstants,
  type Instant,
  type LegalDate,
  legalDateOf,
  type WorkingCalendar,
} from '@ledger/statutory-calendar';

/** What due acts are found and decided under. */
export interface LawOfTheDay {
  /** The rulebook of a jurisdiction in force on a day. */
  readonly rulebookOf: (jurisdiction: string, onDate: LegalDate) => Rulebook | undefined;
  readonly calendar: WorkingCalendar;
  /** From when the system acts under a version that was recorded late; undefined, or absent: always. */
  readonly actsFrom?: (rulebook: string) => string | undefined;
  /** When the timekeeper first went into service: what fell due before is a person's decision. Absent: nothing is. */
  readonly inServiceSince?: Instant;
}

/** An act that the law lays on the system, as the command that does it. */
export interface DueAct {
  readonly fileId: FileId;
  readonly command: Command;
  /** The same for the same act of the same file, whoever finds it due and however often. */
  readonly commandId: string;
  /** The instant it fell due, and so the instant it takes effect. */
  readonly at: Instant;
}

/** An act that is due, and what it comes to. */
export interface FoundAct {
  readonly act: DueAct;
  readonly decision: Decision;
}

/** The system when a term has run out. */
const TIMEKEEPER: Actor = { kind: 'system', id: 'timekeeper', org: 'ledger' };
const NAMESPACE = '6f0c2f0e-6a55-5d3c-9f0b-2f1f6f6f3a51';

/**
 * When the first act may have fallen due on a file, by the file as it is; undefined when none has.
 *
 * It changes with the day and with the file, and with nothing else: whoever looks at each file when it has changed, and at
 * every file when a day begins, misses none. Whether there is anything to do its history decides.
 */
export function firstDue(
  fileId: FileId,
  file: CreditFile,
  law: LawOfTheDay,
  now: Instant,
): Instant | undefined {
  const rulebook = law.rulebookOf(jurisdictionOf(fileId), legalDateOf(now));
  if (rulebook === undefined) return undefined;
  const [first] = systemDuties(file, { rulebook, calendar: law.calendar }, now);
  // The domain states its instants as the envelope does.
  return first?.at as Instant | undefined;
}

/**
 * What the system has to do on a file now, in the order in which it fell due; nothing while no rulebook is in force.
 *
 * Doing the first may change the rest.
 *
 * Shape:  without the acts whose command id is in `settled`, which were done before or refused, and without what fell due
 *         before the timekeeper went into service, or before the rulebook that asks for it was recorded.
 * Errors: never throws.
 * Law:    decisions G-04 (revocation at 00:00), G-10 (nothing adverse on a provisional date).
 */
export function dueActs(
  history: FileHistory,
  { rulebookOf, calendar, inServiceSince, actsFrom }: LawOfTheDay,
  now: Instant,
  settled: ReadonlySet<string> = new Set(),
): readonly DueAct[] {
  const { fileId } = history;
  const rulebook = rulebookOf(jurisdictionOf(fileId), legalDateOf(now));
  if (rulebook === undefined) return [];
  const earliest = [inServiceSince, actsFrom?.(rulebook.id)].filter((instant) => instant !== undefined);
  return dutiesSoFar(history, { rulebook, calendar }, now)
    .map((duty) => dueActOf(fileId, duty))
    .filter(({ commandId }) => !settled.has(commandId))
    .filter(({ at }) => earliest.every((instant) => compareInstants(at, instant as Instant) >= 0));
}

/**
 * The first due act of a file, decided on its history as it stands; undefined when nothing is due.
 *
 * The act counts from the instant it fell due and is judged in the file of that instant from all that is recorded by now,
 * so a report that was handed in on the last day and recorded later stops a revocation.
 */
export function decideNext(
  history: FileHistory,
  law: LawOfTheDay,
  now: Instant,
  refused: ReadonlySet<string> = new Set(),
): FoundAct | undefined {
  const { fileId, events } = history;
  const settled = new Set([...refused, ...events.map(({ metadata }) => metadata.commandId)]);
  const [act] = dueActs(history, law, now, settled);
  if (act === undefined) return undefined;
  const rulebook = law.rulebookOf(jurisdictionOf(fileId), legalDateOf(act.at));
  return { act, decision: decide(history, act.command, { rulebook, calendar: law.calendar, now }) };
}

/** The command that does a duty. `named` tells it from others where name, instant and data do not. */
export function dueActOf(
  fileId: FileId,
  { name, data, at }: Duty,
  named: readonly unknown[] = [name, at, data],
): DueAct {
  return {
    fileId,
    command: { name, data, actor: TIMEKEEPER, occurredAt: at },
    commandId: nameBasedUuid(NAMESPACE, JSON.stringify([fileId, ...named])),
    // The domain states its instants as the envelope does.
    at: at as Instant,
  };
}

/** The jurisdiction that a file belongs to. */
export function jurisdictionOf(fileId: FileId): string {
  return parseFileId(fileId)?.jurisdiction ?? '';
}
