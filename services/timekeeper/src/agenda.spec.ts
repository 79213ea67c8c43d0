import type { Instant } from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { Agenda, type AgendaItem } from './agenda.ts';

const item = (fileId: string, day: string): AgendaItem => ({
  fileId,
  at: `${day}T00:00:00+08:00` as Instant,
});

function drained(agenda: Agenda): readonly string[] {
  const order: string[] = [];
  for (let next = agenda.take(); next !== undefined; next = agenda.take()) order.push(next.fileId);
  return order;
}

describe('the agenda', () => {
  it('gives the earliest due act first, whatever order the files were found in', () =>
    expect(
      drained(new Agenda([item('c', '2025-07-01'), item('a', '2025-07-03'), item('b', '2025-06-29')])),
    ).toEqual(['b', 'c', 'a']));

  it('orders by file what fell due at the same instant', () =>
    expect(drained(new Agenda([item('b', '2025-07-01'), item('a', '2025-07-01')]))).toEqual(['a', 'b']));

  it('puts what comes next on a file where it belongs', () => {
    const agenda = new Agenda([item('a', '2025-07-01'), item('z', '2025-07-05'), item('b', '2025-07-03')]);
    expect(agenda.take()?.fileId).toBe('a');
    agenda.put(item('a', '2025-07-04'));
    agenda.put(item('y', '2025-07-02'));
    agenda.put(item('x', '2025-07-09'));
    expect(drained(agenda)).toEqual(['y', 'b', 'a', 'z', 'x']);
  });

  it('compares instants, not texts', () => {
    const agenda = new Agenda([
      { fileId: 'late', at: '2025-07-01T00:00:00.5+08:00' as Instant },
      { fileId: 'early', at: '2025-07-01T00:00:00+08:00' as Instant },
    ]);
    expect(drained(agenda)).toEqual(['early', 'late']);
  });
});
