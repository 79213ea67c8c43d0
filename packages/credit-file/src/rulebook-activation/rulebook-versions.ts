import type { Rulebook } from '@ledger/rulebooks';
import type { Actor, DecidedEvent, EventData, LedgerEvent } from '@ledger/schemas';
import { addDays, addMonths, type Instant, type LegalDate, legalDateOf } from '@ledger/statutory-calendar';
import { knownBy } from './streams.ts';

/** A version of a rulebook as the ledger knows it. Units: legal dates, both ends in force. */
export interface RulebookVersion {
  readonly rulebook: string;
  readonly status: 'draft' | 'in-force';
  readonly effectiveFrom: string;
  readonly lastDay: string | undefined;
  /** What its maker has said about it since, oldest first. */
  readonly notes: readonly string[];
}

/** An event of a rulebook's stream. */
export type RulebookEvent = {
  [Type in 'rule-pack-activated' | 'rule-pack-expired']: LedgerEvent<Type, EventData<Type>>;
}['rule-pack-activated' | 'rule-pack-expired'];

/**
 * The versions of a jurisdiction's rulebook as they were known at the end of a day.
 *
 * A version ends on the eve of the next, and at the latest on the last day that its expiry states.
 *
 * Shape:  oldest first.
 * Law:    XJ-2-2, XJ-32-1; LNO-2.1-3; each act records the version that governed it.
 */
export function rulebookVersions(
  events: readonly RulebookEvent[],
  knownOn: LegalDate,
): readonly RulebookVersion[] {
  const versions = new Map<string, RulebookVersion>();
  for (const { type, data } of knownBy(events, knownOn)) {
    const { rulebook } = data;
    const known = versions.get(rulebook);
    if (type === 'rule-pack-activated') {
      const { status, effectiveFrom, lastDay, note } = data;
      const notes = [...(known?.notes ?? []), ...(note === undefined ? [] : [note])];
      versions.set(rulebook, { rulebook, status, effectiveFrom, lastDay, notes });
    } else {
      if (known !== undefined) versions.set(rulebook, { ...known, lastDay: data.lastDay });
    }
  }
  const ordered = [...versions.values()].toSorted((one, other) =>
    one.effectiveFrom < other.effectiveFrom ? -1 : 1,
  );
  return ordered.map((version, index) => endedByNext(version, ordered[index + 1]));
}

/** The version in force on a day, as it was known at the end of another; undefined where none was. */
export function rulebookKnownOn(
  events: readonly RulebookEvent[],
  day: LegalDate,
  knownOn: LegalDate,
): RulebookVersion | undefined {
  return rulebookVersions(events, knownOn).findLast(
    ({ effectiveFrom, lastDay }) => effectiveFrom <= day && (lastDay === undefined || day <= lastDay),
  );
}

/** Acts under a draft are simulation wherever they are shown (G-26). */
export function isSimulation({ status }: Pick<Rulebook, 'status'>): boolean {
  return status === 'draft';
}

/**
 * The event that brings a rulebook into force in its stream, or none when the stream has it already.
 *
 * Law: XJ-32-1 and decision G-31: in force to the end of the day before the anniversary that ends its validity.
 */
export function activationOf(
  rulebook: Rulebook,
  events: readonly RulebookEvent[],
  actor: Actor,
  now: Instant,
): readonly DecidedEvent<'rule-pack-activated', EventData<'rule-pack-activated'>>[] {
  const known = events.some(
    ({ type, data }) => type === 'rule-pack-activated' && data.rulebook === rulebook.id,
  );
  if (known || rulebook.status === 'lapsed') return [];
  const lastDay = lastDayOf(rulebook);
  return [
    {
      type: 'rule-pack-activated',
      data: {
        rulebook: rulebook.id,
        status: rulebook.status,
        effectiveFrom: rulebook.inForceFrom,
        ...(lastDay === undefined ? {} : { lastDay }),
        note: rulebook.name,
      },
      occurredAt: now,
      actor,
      basis: (rulebook.acts['rule-pack-activated'] ?? [rulebook.services.basis]).slice(0, 1),
      rulebook: rulebook.id,
    },
  ];
}

/**
 * The event by which the maker of a rulebook interprets it: the version as it stands, with one more note.
 *
 * Law: XJ-31-1; an interpretation binds from when it is recorded, and what was known before can still be told.
 */
export function interpretationOf(
  { rulebook, status, effectiveFrom, lastDay }: RulebookVersion,
  note: string,
  actor: Actor,
  now: Instant,
  basis: string,
): DecidedEvent<'rule-pack-activated', EventData<'rule-pack-activated'>> {
  return {
    type: 'rule-pack-activated',
    data: { rulebook, status, effectiveFrom, ...(lastDay === undefined ? {} : { lastDay }), note },
    occurredAt: now,
    actor,
    basis: [basis],
    rulebook,
  };
}

/** The expiry of a rulebook whose last day is over and that has not been declared expired. Law: XJ-32-1, G-31. */
export function expiryOf(
  rulebook: Rulebook,
  events: readonly RulebookEvent[],
  actor: Actor,
  now: Instant,
): readonly DecidedEvent<'rule-pack-expired', EventData<'rule-pack-expired'>>[] {
  const lastDay = lastDayOf(rulebook);
  const declared = events.some(
    ({ type, data }) => type === 'rule-pack-expired' && data.rulebook === rulebook.id,
  );
  if (lastDay === undefined || declared || legalDateOf(now) <= lastDay) return [];
  return [
    {
      type: 'rule-pack-expired',
      data: { rulebook: rulebook.id, lastDay },
      occurredAt: now,
      actor,
      basis: (rulebook.acts['rule-pack-expired'] ?? [rulebook.services.basis]).slice(0, 1),
      rulebook: rulebook.id,
    },
  ];
}

/** The last day of force: the one that is set, or the eve of the anniversary that ends the validity. */
function lastDayOf({ lastDay, validity, inForceFrom }: Rulebook): LegalDate | undefined {
  if (lastDay !== undefined || validity === undefined) return lastDay;
  const { amount, unit } = validity.value;
  return addDays(unit === 'month' ? addMonths(inForceFrom, amount) : addDays(inForceFrom, amount), -1);
}

function endedByNext(version: RulebookVersion, next: RulebookVersion | undefined): RulebookVersion {
  if (next === undefined) return version;
  const eve = addDays(next.effectiveFrom as LegalDate, -1);
  return version.lastDay === undefined || version.lastDay > eve ? { ...version, lastDay: eve } : version;
}
