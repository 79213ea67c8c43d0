import { LAW, rulebookOrThrow } from '@ledger/rulebooks';
import { type LedgerEvent, recordEvents } from '@ledger/schemas';
import { type Instant, type LegalDate, STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { type LawEvents, lawInForce } from './recorded-law.ts';
import { activationOf, type RulebookEvent } from './rulebook-versions.ts';
import { rulebookStreamOf } from './streams.ts';

const draft = rulebookOrThrow('xj-measures-draft@2024-01-01');
const day = (text: string) => text as LegalDate;
/** The measures as adopted, with effect from a day that had passed when the ledger heard of them. */
const adopted: typeof draft = {
  ...draft,
  id: 'xj-measures@2025-03-01',
  status: 'in-force',
  inForceFrom: day('2025-03-01'),
  lastDay: undefined,
};
const SHIPPED = {
  rulebooks: [...LAW.rulebooks, adopted],
  calendar: STATE_COUNCIL_CALENDAR,
};

function activated(...versions: readonly (readonly [typeof draft, string])[]): LawEvents {
  const events: LedgerEvent[] = [];
  for (const [rulebook, at] of versions) {
    const last = events.at(-1);
    events.push(
      ...recordEvents({
        stream: rulebookStreamOf(rulebook),
        head: last && { revision: last.revision, hash: 'c'.repeat(64) as never },
        decided: activationOf(
          rulebook,
          events as unknown as readonly RulebookEvent[],
          { kind: 'system', id: 'timekeeper', org: 'ledger' },
          at as Instant,
        ),
        commandId: '00000000-0000-4000-8000-000000000001',
        correlationId: '00000000-0000-4000-8000-000000000001',
        recordedAt: at,
        salt: () => '0'.repeat(32),
      }),
    );
  }
  return { rulebooks: new Map([['650000', events as unknown as readonly RulebookEvent[]]]), calendar: [] };
}

describe('XJ-2-2: the rulebook in force is the one that the stream says', () => {
  const early = lawInForce(activated([draft, '2024-01-01T09:00:00+08:00']), SHIPPED);
  const late = lawInForce(
    activated([draft, '2024-01-01T09:00:00+08:00'], [adopted, '2025-06-16T09:00:00+08:00']),
    SHIPPED,
  );

  it('a version that ships and that nobody has brought into force governs nothing', () =>
    expect(early.rulebookOf('650000', day('2025-07-01'))?.id).toBe(draft.id));

  it('once recorded it governs from the day that it states', () =>
    expect(['2025-02-28', '2025-03-01'].map((on) => late.rulebookOf('650000', day(on))?.id)).toEqual([
      draft.id,
      adopted.id,
    ]));

  it('a version that the stream knows and that does not ship is in force for nobody here', () => {
    const older = { ...SHIPPED, rulebooks: LAW.rulebooks };
    const law = lawInForce(
      activated([draft, '2024-01-01T09:00:00+08:00'], [adopted, '2025-06-16T09:00:00+08:00']),
      older,
    );
    expect(law.rulebookOf('650000', day('2025-07-01'))).toBeUndefined();
  });

  it('a jurisdiction whose stream is empty is governed by what ships', () =>
    expect(late.rulebookOf('210000', day('2025-07-01'))?.id).toBe('ln-regulation@2022-01-01'));

  it('one that arrives late re-judges nothing: the system acts under it from when it was recorded', () => {
    expect(late.actsFrom(adopted.id)).toBe('2025-06-16T09:00:00+08:00');
    expect(late.actsFrom(draft.id)).toBeUndefined();
  });
});
