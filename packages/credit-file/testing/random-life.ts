import { rulebookOf } from '@ledger/rulebooks';
import {
  type Command,
  type DecidedEvent,
  type FileId,
  type HistoricEvent,
  recordEvents,
  type Sha256Hex,
  streamOf,
} from '@ledger/schemas';
import { type Instant, legalDateOf, STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import fc from 'fast-check';
import { type Decision, decide } from '../src/decide.ts';
import { dutiesSoFar } from '../src/duties.ts';
import type { FileEvent } from '../src/file-event.ts';
import { continued, emptyHistory, type FileHistory } from '../src/history.ts';
import { chooserOf, plausibleCommand } from './plausible-command.ts';
import { system } from './scenario.ts';
import { GANZHOU, SHENYANG, URUMQI } from './steps.ts';

/** One drawn step of a life; what it comes to hangs on the file it meets. */
export interface Drawn {
  /** `allowed`: a command whose event may follow the standing. `any`: whatever comes. `duties`: the system does what is due. */
  readonly kind: 'allowed' | 'any' | 'duties';
  readonly pick: number;
  readonly hoursLater: number;
  /** An act of an earlier day, recorded late. Units: days. */
  readonly daysBack: number;
}

const anyStep: fc.Arbitrary<Drawn> = fc.record({
  kind: fc.oneof(
    { weight: 8, arbitrary: fc.constant('allowed' as const) },
    { weight: 1, arbitrary: fc.constant('any' as const) },
    { weight: 1, arbitrary: fc.constant('duties' as const) },
  ),
  pick: fc.nat(),
  hoursLater: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 72 }), fc.integer({ min: 24, max: 1200 })),
  daysBack: fc.oneof(
    { weight: 19, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 60 }) },
  ),
});

/** On average. */
const STEPS_OF_A_LIFE = 100;
/** A file of one of three jurisdictions, and what is drawn for it. */
export const anyLife: fc.Arbitrary<{ readonly fileId: FileId; readonly steps: readonly Drawn[] }> = fc.record(
  {
    fileId: fc.constantFrom(URUMQI, SHENYANG, GANZHOU),
    steps: fc.array(anyStep, { minLength: 1, maxLength: 2 * STEPS_OF_A_LIFE, size: 'max' }),
  },
);

/** What a step was, and what came of it. */
export interface Done {
  readonly command: Command;
  readonly commandId: string;
  readonly at: Instant;
  readonly before: FileHistory;
  readonly decision: Decision;
  readonly after: FileHistory;
}

/** Takes a command the way the command desk does: what is recorded under its id already is its answer. */
export function take(history: FileHistory, command: Command, commandId: string, now: Instant): Done {
  const told = { command, commandId, at: now, before: history };
  if (history.events.some(({ metadata }) => metadata.commandId === commandId))
    return { ...told, decision: { events: [] }, after: history };
  const rulebook = rulebookOf(
    history.fileId.slice(0, 6),
    legalDateOf((command.occurredAt ?? now) as Instant),
  );
  const decision = decide(history, command, { rulebook, calendar: STATE_COUNCIL_CALENDAR, now });
  if ('refused' in decision) return { ...told, decision, after: history };
  return { ...told, decision, after: recorded(history, decision.events, commandId, now) };
}

/** The history with decided events as the ledger would record them. */
export function recorded(
  history: FileHistory,
  decided: readonly (DecidedEvent | HistoricEvent)[],
  commandId: string,
  recordedAt: string,
): FileHistory {
  const head = history.events.at(-1);
  const events = recordEvents({
    stream: streamOf(history.fileId),
    head: head && { revision: head.revision, hash: 'c'.repeat(64) as Sha256Hex },
    decided,
    commandId,
    correlationId: commandId,
    recordedAt,
    salt: () => '0'.repeat(32),
  }) as readonly unknown[] as readonly FileEvent[];
  return events.reduce(continued, history);
}

/** Lives a drawn life, one step after the other. */
export function* lived(fileId: FileId, steps: readonly Drawn[]): Generator<Done> {
  let history = emptyHistory(fileId);
  let now = '2024-01-08T09:00:00+08:00' as Instant;
  let count = 0;
  const commandId = () => `00000000-0000-4000-8000-${String(count++).padStart(12, '0')}`;
  for (const drawn of steps) {
    now = hoursAfter(now, drawn.hoursLater);
    const rulebook = rulebookOf(fileId.slice(0, 6), legalDateOf(now));
    if (rulebook === undefined) return;
    const law = { rulebook, calendar: STATE_COUNCIL_CALENDAR };
    if (drawn.kind === 'duties') {
      const [duty] = dutiesSoFar(history, law, now);
      if (duty === undefined) continue;
      const due: Command = { name: duty.name, data: duty.data, actor: system, occurredAt: duty.at };
      const done = take(history, due, commandId(), now);
      yield done;
      history = done.after;
      continue;
    }
    const world = { history, rulebook, now, choose: chooserOf(drawn.pick) };
    const command = plausibleCommand(world, { anything: drawn.kind === 'any', daysBack: drawn.daysBack });
    if (command === undefined) continue;
    const done = take(history, command, commandId(), now);
    yield done;
    history = done.after;
  }
}

/** Units: hours. */
export function hoursAfter(instant: Instant, hours: number): Instant {
  const later = new Date(Date.parse(instant) + (hours + 8) * 3_600_000);
  return `${later.toISOString().slice(0, 19)}+08:00` as Instant;
}
