import {
  type CreditFile,
  type Decision,
  type Duty,
  decide,
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

/** The system when a term has run out. */
const TIMEKEEPER: Actor = { kind: 'system', id: 'timekeeper', org: 'ledger' };
const NAMESPACE = '6f0c2f0e-6a55-5d3c-9f0b-2f1f6f6f3a51';

/**
 * What the system has to do on a file now, in the order in which it fell due; nothing while no rulebook is in force.
 *
 * It changes with the day and with the file, and with nothing else: whoever looks at each file when it has changed, and at
 * every file when a day begins, misses none. Doing the first may change the rest.
 *
 * Shape:  without the acts whose command id is in `settled`, which were done before or refused, and without what fell due
 *         before the timekeeper went into service.
 * Errors: never throws.
 * Law:    decisions G-04 (revocation at 00:00), G-10 (nothing adverse on a provisional date).
 */
export function dueActs(
  fileId: FileId,
  file: CreditFile,
  { rulebookOf, calendar, inServiceSince }: LawOfTheDay,
  now: Instant,
  settled: ReadonlySet<string> = new Set(),
): readonly DueAct[] {
  const rulebook = rulebookOf(jurisdictionOf(fileId), legalDateOf(now));
  if (rulebook === undefined) return [];
  return systemDuties(file, { rulebook, calendar }, now)
    .map((duty) => actOf(fileId, duty))
    .filter(({ commandId }) => !settled.has(commandId))
    .filter(({ at }) => inServiceSince === undefined || compareInstants(at, inServiceSince) >= 0);
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
): { readonly act: DueAct; readonly decision: Decision } | undefined {
  const { fileId, file, events } = history;
  const settled = new Set([...refused, ...events.map(({ metadata }) => metadata.commandId)]);
  const [act] = dueActs(fileId, file, law, now, settled);
  if (act === undefined) return undefined;
  const rulebook = law.rulebookOf(jurisdictionOf(fileId), legalDateOf(act.at));
  return { act, decision: decide(history, act.command, { rulebook, calendar: law.calendar, now }) };
}

function actOf(fileId: FileId, { name, data, at }: Duty): DueAct {
  return {
    fileId,
    command: { name, data, actor: TIMEKEEPER, occurredAt: at },
    commandId: nameBasedUuid(NAMESPACE, JSON.stringify([fileId, name, at, data])),
    // The domain states its instants as the envelope does.
    at: at as Instant,
  };
}

function jurisdictionOf(fileId: FileId): string {
  return parseFileId(fileId)?.jurisdiction ?? '';
}
