import { emptyHistory, type FileEvent, type FileHistory } from '@ledger/credit-file';
import {
  anyLife,
  chooserOf,
  type Drawn,
  hoursAfter,
  plausibleCommand,
  take,
} from '@ledger/credit-file/testing';
import { rulebookOf } from '@ledger/rulebooks';
import { type Command, type FileId, nameBasedUuid } from '@ledger/schemas';
import {
  addDays,
  compareInstants,
  type Instant,
  legalDateOf,
  STATE_COUNCIL_CALENDAR,
  startOfDay,
} from '@ledger/statutory-calendar';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeGood } from './make-good.ts';

const FIRST = '2024-01-08T09:00:00+08:00' as Instant;
const COMMANDS = '5b6c7a52-4a0e-5e58-8a2f-0d6c6d6c7a11';
const LIVES = 30;
const STEPS_MAX = 60;
/** What comes behind the last command: a year and some weeks. */
const AFTERMATH_HOURS = 400 * 24;
/** Seconds on a slow machine. */
const PATIENCE_MS = 120_000;

/** A command as it was sent. */
interface Sent {
  readonly command: Command;
  readonly commandId: string;
  readonly at: Instant;
}

/** The file with all that the system had to do by an instant. */
function attended(history: FileHistory, now: Instant): FileHistory {
  return madeGood(history, {
    rulebookOf,
    calendar: STATE_COUNCIL_CALENDAR,
    head: undefined,
    now,
    until: now,
    randomSalt: () => '0'.repeat(32),
  }).history;
}

/** A drawn life under a timekeeper that runs every day and before every command. */
function livedUnderWatch(
  fileId: FileId,
  steps: readonly Drawn[],
): { readonly history: FileHistory; readonly sent: readonly Sent[]; readonly end: Instant } {
  let history = emptyHistory(fileId);
  let now = FIRST;
  const sent: Sent[] = [];
  for (const { pick, hoursLater } of steps) {
    const at = hoursAfter(now, hoursLater);
    for (const midnight of midnightsBetween(now, at)) history = attended(history, midnight);
    history = attended(history, at);
    now = at;
    const rulebook = rulebookOf(fileId.slice(0, 6), legalDateOf(now));
    if (rulebook === undefined) break;
    const world = { history, rulebook, now, choose: chooserOf(pick) };
    const command = plausibleCommand(world, { anything: false, daysBack: 0 });
    if (command === undefined) continue;
    const commandId = nameBasedUuid(COMMANDS, String(sent.length));
    sent.push({ command, commandId, at });
    history = take(history, command, commandId, at).after;
  }
  const end = hoursAfter(now, AFTERMATH_HOURS);
  for (const midnight of midnightsBetween(now, end)) history = attended(history, midnight);
  return { history: attended(history, end), sent, end };
}

/** The same commands while the timekeeper is there at some instants only. */
function livedAsleep(
  fileId: FileId,
  sent: readonly Sent[],
  awake: readonly Instant[],
  end: Instant,
): FileHistory {
  let history = emptyHistory(fileId);
  let before = FIRST;
  for (const { command, commandId, at } of sent) {
    for (const instant of awake.filter((one) => isIn(one, before, at))) history = attended(history, instant);
    history = take(attended(history, at), command, commandId, at).after;
    before = at;
  }
  return attended(history, end);
}

function isIn(instant: Instant, after: Instant, until: Instant): boolean {
  return compareInstants(instant, after) > 0 && compareInstants(instant, until) <= 0;
}

function midnightsBetween(from: Instant, to: Instant): readonly Instant[] {
  const midnights: Instant[] = [];
  for (let day = addDays(legalDateOf(from), 1); day <= legalDateOf(to); day = addDays(day, 1))
    midnights.push(startOfDay(day));
  return midnights;
}

/** What is told of a file but when it was recorded. A reminder is no act of the law: nobody can be warned back in time. */
function told({ events }: FileHistory): readonly unknown[] {
  return events
    .filter(({ type }) => type !== 'reminded')
    .map(({ id, type, data, metadata }: FileEvent) => {
      const { occurredAt, effectiveFrom, actor, basis, rulebook, document, commandId } = metadata;
      return { id, type, data, occurredAt, effectiveFrom, actor, basis, rulebook, document, commandId };
    });
}

const anySleep = fc.array(fc.integer({ min: 0, max: 1_500 }), { maxLength: 12 });

describe('a timekeeper that stood still', () => {
  it(
    'leaves the same events, in the same order, as one that ran every day: but for when they were recorded',
    () => {
      let acts = 0;
      fc.assert(
        fc.property(anyLife, anySleep, ({ fileId, steps }, days) => {
          const ran = livedUnderWatch(fileId, steps.slice(0, STEPS_MAX));
          const awake = days
            .toSorted((one, other) => one - other)
            .map((day) => startOfDay(addDays(legalDateOf(FIRST), day)));
          const slept = livedAsleep(fileId, ran.sent, awake, ran.end);
          expect(told(slept)).toEqual(told(ran.history));
          acts += ran.history.events.filter(
            ({ type, metadata: { actor } }) =>
              type !== 'reminded' && type !== 'routed' && actor.id === 'timekeeper',
          ).length;
        }),
        { numRuns: LIVES },
      );
      // The law itself has acted often enough to be missed.
      expect(acts).toBeGreaterThan(LIVES / 2);
    },
    PATIENCE_MS,
  );
});
