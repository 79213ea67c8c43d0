import type { EngineStatus } from '@ledger/projection-engine';
import type { Revision } from '@ledger/schemas';
import { type Instant, parseInstant } from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { projectionGauges } from './projection-gauges.ts';

function instant(text: string): Instant {
  const parsed = parseInstant(text);
  if ('value' in parsed) return parsed.value;
  throw new Error(text);
}

const STATUS: EngineStatus = {
  position: 388 as EngineStatus['position'],
  lastRecordedAt: '2025-07-01T09:00:00+08:00',
  projections: [
    { name: 'public-register', version: 1, generation: 2, consumed: 388 },
    { name: 'worklist', version: 1, generation: 2, consumed: 386 },
  ],
  parked: [
    {
      stream: 'agency-650000-91650102MAFAKE001H',
      reason: 'projection-failed',
      expected: 'a fold',
      found: 'a fault',
      revision: 3 as Revision,
      waiting: 4,
      since: new Date('2025-07-01T00:00:00Z'),
    },
  ],
};

describe('the gauges of the projections', () => {
  const now = instant('2025-07-01T09:00:30+08:00');
  const values = (behind: { readonly recordedAt: string } | undefined) =>
    projectionGauges({ status: STATUS, behind, now }).filter((line) => !line.startsWith('#'));

  it('tell position, age, holes and what waits', () => {
    expect(values(undefined)).toEqual([
      'ledger_position 388',
      'ledger_lag_seconds 0',
      'ledger_last_event_age_seconds 30',
      'ledger_projection_consumed{projection="public-register"} 388',
      'ledger_projection_consumed{projection="worklist"} 386',
      'ledger_projection_holes{projection="public-register"} 0',
      'ledger_projection_holes{projection="worklist"} 2',
      'ledger_parked_files 1',
      'ledger_waiting_events 4',
    ]);
  });

  it('tell how long the newest event of the store has waited to be projected', () => {
    expect(values({ recordedAt: '2025-07-01T09:00:18+08:00' })).toContain('ledger_lag_seconds 12');
    // A clock that is behind makes no negative age.
    expect(values({ recordedAt: '2025-07-01T09:00:31+08:00' })).toContain('ledger_lag_seconds 0');
  });
});
