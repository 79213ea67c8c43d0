import {
  continued,
  type Decision,
  decide,
  emptyHistory,
  type FileEvent,
  type FileHistory,
} from '@ledger/credit-file';
import { paper } from '@ledger/credit-file/testing';
import { rulebookOf } from '@ledger/rulebooks';
import {
  type Actor,
  type DecidedEvent,
  eventHash,
  type FileId,
  nameBasedUuid,
  recordEvents,
  streamOf,
} from '@ledger/schemas';
import {
  type Instant,
  instantOrThrow,
  legalDateOf,
  STATE_COUNCIL_CALENDAR,
  startOfDay,
} from '@ledger/statutory-calendar';
import { decideNext } from '@ledger/timekeeper';
import { type Deed, dayAfter, type LifePlan } from './plan.ts';

/** When the timekeeper does not run. Units: instants, from inclusive, to exclusive. */
export interface Downtime {
  readonly from: string;
  readonly to: string;
}

export interface SimulationSpan {
  readonly firstDay: string;
  /** Its first instant is the last that is lived. */
  readonly lastDay: string;
  readonly downtimes: readonly Downtime[];
}

const LAW = { rulebookOf, calendar: STATE_COUNCIL_CALENDAR };
/** Who reviews the agencies of the region, by jurisdiction. */
const REVIEWERS: Readonly<Record<string, string>> = { '650000': '650100', '620700': '620700' };
const COMMANDS = '5b0c9b2c-5a0e-5f43-8f1d-0d6d3f0a7c11';

/**
 * Lives one file through a span of days: what people do is decided as they do it, and the timekeeper's core runs at each
 * 00:00, after each deed, and when it comes back from a standstill.
 */
export function live({ fileId, deeds }: LifePlan, span: SimulationSpan): FileHistory {
  let history = emptyHistory(fileId as FileId);
  const waiting = [...deeds];
  for (const instant of instantsOf(deeds, span)) {
    while (waiting[0] !== undefined && waiting[0].at <= instant) {
      const deed = waiting.shift();
      if (deed !== undefined) history = afterDeed(history, deed);
    }
    const isDown = span.downtimes.some(({ from, to }) => from <= instant && instant < to);
    if (!isDown) history = afterRound(history, instantOrThrow(instant));
  }
  return history;
}

/** Each midnight, each deed, each return of the timekeeper. */
function instantsOf(
  deeds: readonly Deed[],
  { firstDay, lastDay, downtimes }: SimulationSpan,
): readonly string[] {
  const midnights: string[] = [];
  for (let day = firstDay; day <= lastDay; day = dayAfter(day, 1)) midnights.push(startOfDay(day as never));
  const last = midnights.at(-1) ?? '';
  const all = [...midnights, ...deeds.map(({ at }) => at), ...downtimes.map(({ to }) => to)];
  return [...new Set(all)].filter((instant) => instant <= last).toSorted();
}

/** All that is due, done one after the other; what is refused waits for the next round. */
function afterRound(before: FileHistory, now: Instant): FileHistory {
  let history = before;
  const refused = new Set<string>();
  for (;;) {
    const found = decideNext(history, LAW, now, refused);
    if (found === undefined) return history;
    const { act, decision } = found;
    if ('refused' in decision) refused.add(act.commandId);
    else history = recorded(history, decision, now, act.commandId);
  }
}

function afterDeed(history: FileHistory, { at, by, name, data, occurredAt }: Deed): FileHistory {
  const now = instantOrThrow(at);
  const rulebook = rulebookOf(history.fileId.slice(0, 6), legalDateOf((occurredAt ?? at) as Instant));
  const division = REVIEWERS[history.fileId.slice(0, 6)] ?? '';
  const actor: Actor = { kind: by, id: `${by}-1`, org: `${by}-1`, ...(by === 'authority' && { division }) };
  const command = { name, data, actor, document: paper, ...(occurredAt === undefined ? {} : { occurredAt }) };
  const decision = decide(history, command, { rulebook, calendar: STATE_COUNCIL_CALENDAR, now });
  return recorded(history, decision, now, nameBasedUuid(COMMANDS, `${history.fileId} ${at} ${name}`));
}

/** The history with what was decided; a refusal leaves it as it is. */
function recorded(history: FileHistory, decision: Decision, now: Instant, commandId: string): FileHistory {
  const decided: readonly DecidedEvent[] = 'events' in decision ? decision.events : [];
  const head = history.events.at(-1);
  const events = recordEvents({
    stream: streamOf(history.fileId),
    head: head && { revision: head.revision, hash: eventHash(head) },
    decided,
    commandId,
    correlationId: commandId,
    recordedAt: now,
    salt: () => '0'.repeat(32),
  });
  // What is recorded keeps to the newest schema of its type.
  return events.reduce((before, event) => continued(before, event as FileEvent), history);
}
