import {
  activationOf,
  CALENDAR_STREAM,
  type CalendarEvent,
  expiryOf,
  type LawInForce,
  lawInForce,
  publicationOfNotices,
  type RulebookEvent,
  rulebookStreamOf,
  type ShippedLaw,
} from '@ledger/credit-file';
import { type EventLog, newestForm, StoreError } from '@ledger/event-log';
import {
  type Actor,
  type DecidedEvent,
  eventHash,
  type LedgerEvent,
  nameBasedUuid,
  recordEvents,
  type StoredEvent,
  type StreamName,
} from '@ledger/schemas';
import {
  type HolidayNotice,
  type Instant,
  legalDateOf,
  STATE_COUNCIL_NOTICES,
  type WorkingCalendar,
} from '@ledger/statutory-calendar';

/** The law in force, read from its streams; what it answers changes when they are read again. */
export interface RecordedLaw extends LawInForce {
  /** Reads the streams again. Errors: StoreError when the store cannot be asked; what was read before stays. */
  refresh(): Promise<void>;
  /**
   * Records what of the law is in nobody's stream yet: versions that came into force or lapsed, notices signed by now.
   *
   * Shape:   the types of the events that are new; none when all is there. Two at once record everything once.
   * Errors:  StoreError; CalendarError when a notice contradicts a recorded one.
   * Durable: the events when it returns; the law is refreshed then.
   */
  record(now: Instant, randomSalt: () => string): Promise<readonly string[]>;
}

const SYSTEM: Actor = { kind: 'system', id: 'timekeeper', org: 'ledger' };
/** Never changes: the ids of the law's events hang on it. */
const NAMESPACE = '0a4de8a1-6f0a-5a0c-8f57-31c1c9e5b0d2';
/** Another one records the same law at the same moment; it is done after a few rounds at most. */
const CONFLICTS_MAX = 5;

/**
 * The law as the ledger has recorded it.
 *
 * Shape: as it ships until it is first refreshed. `calendar` follows the stream, though it is one value: who counts with
 *        it counts by what was read last.
 */
export function recordedLaw(
  eventLog: EventLog,
  shipped: ShippedLaw,
  notices: readonly HolidayNotice[] = STATE_COUNCIL_NOTICES,
): RecordedLaw {
  const jurisdictions = [...new Set(shipped.rulebooks.map(({ jurisdiction }) => jurisdiction))];
  let law: LawInForce = lawInForce({ rulebooks: new Map(), calendar: [] }, shipped);

  async function refresh(): Promise<void> {
    const rulebooks = await Promise.all(
      jurisdictions.map(async (jurisdiction) => {
        const events: readonly LedgerEvent[] = await readLaw(eventLog, rulebookStreamOf({ jurisdiction }));
        return [jurisdiction, events.map(newestForm) as readonly RulebookEvent[]] as const;
      }),
    );
    const published: readonly LedgerEvent[] = await readLaw(eventLog, CALENDAR_STREAM);
    const calendar = published.map(newestForm) as readonly CalendarEvent[];
    law = lawInForce({ rulebooks: new Map(rulebooks), calendar }, shipped);
  }

  /** Each stream with what is missing from it, given what it holds. */
  function missing(
    now: Instant,
  ): readonly (readonly [StreamName, (events: readonly LedgerEvent[]) => readonly DecidedEvent[]])[] {
    const signed = notices.filter(({ date }) => date <= legalDateOf(now));
    return [
      ...jurisdictions.map((jurisdiction) => {
        const ours = shipped.rulebooks.filter((one) => one.jurisdiction === jurisdiction);
        const decide = (events: readonly LedgerEvent[]) =>
          ours.flatMap((rulebook) => {
            const known = events as readonly RulebookEvent[];
            return [...activationOf(rulebook, known, SYSTEM, now), ...expiryOf(rulebook, known, SYSTEM, now)];
          });
        return [rulebookStreamOf({ jurisdiction }), decide] as const;
      }),
      [
        CALENDAR_STREAM,
        (events) => publicationOfNotices(signed, events as readonly CalendarEvent[], SYSTEM, now),
      ] as const,
    ];
  }

  return {
    rulebookOf: (jurisdiction, onDate) => law.rulebookOf(jurisdiction, onDate),
    actsFrom: (rulebook) => law.actsFrom(rulebook),
    calendar: following(() => law.calendar),
    refresh,
    async record(now, randomSalt) {
      const recorded: string[] = [];
      for (const [stream, decide] of missing(now))
        recorded.push(...(await recordMissing(eventLog, stream, decide, now, randomSalt)));
      await refresh();
      return recorded;
    },
  };
}

/** A calendar that is, at each look, the one that is in force then. */
function following(current: () => WorkingCalendar): WorkingCalendar {
  return {
    get notices() {
      return current().notices;
    },
    get years() {
      return current().years;
    },
    get noticed() {
      return current().noticed;
    },
  };
}

async function recordMissing(
  eventLog: EventLog,
  stream: StreamName,
  decide: (events: readonly LedgerEvent[]) => readonly DecidedEvent[],
  now: Instant,
  randomSalt: () => string,
): Promise<readonly string[]> {
  for (let conflicts = 0; ; conflicts += 1) {
    const stored = await readLaw(eventLog, stream);
    const events: LedgerEvent[] = [];
    for (const decided of decide(stored.map(newestForm))) {
      const head = events.at(-1) ?? stored.at(-1);
      const commandId = nameBasedUuid(NAMESPACE, JSON.stringify([stream, decided.type, decided.data]));
      events.push(
        ...recordEvents({
          stream,
          head: head && { revision: head.revision, hash: eventHash(head) },
          decided: [decided],
          commandId,
          correlationId: commandId,
          recordedAt: now,
          salt: randomSalt,
        }),
      );
    }
    if (events.length === 0) return [];
    try {
      await eventLog.append(stream, stored.at(-1)?.revision ?? 'no-stream', events);
      return events.map(({ type }) => type);
    } catch (error) {
      const conflict = error instanceof StoreError && error.code === 'WRONG_EXPECTED_REVISION';
      if (!conflict || conflicts === CONFLICTS_MAX) throw error;
    }
  }
}

async function readLaw(eventLog: EventLog, stream: StreamName): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of eventLog.readStream(stream)) events.push(event);
  return events;
}
