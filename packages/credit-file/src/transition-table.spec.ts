import { LAW } from '@ledger/rulebooks';
import { EVENT_TYPES, isEventType } from '@ledger/schemas';
import { describe, expect, it } from 'vitest';
import { CASE_MACHINES, type CaseMachine } from './case-table.ts';
import { STATUSES } from './status.ts';
import { TRANSITIONS } from './transition-table.ts';

describe('the transition table', () => {
  it('has a line for every event type of the ledger and no other', () => {
    expect(Object.keys(TRANSITIONS).toSorted()).toEqual([...EVENT_TYPES].toSorted());
  });

  it('reaches every standing from none', () => {
    const reached = new Set(['none']);
    for (let before = 0; before < reached.size; ) {
      before = reached.size;
      for (const { from, to } of Object.values(TRANSITIONS)) {
        if (to !== undefined && from.some((status) => reached.has(status))) reached.add(to);
      }
    }
    expect([...reached].toSorted()).toEqual([...STATUSES].toSorted());
  });
});

describe.each(LAW.rulebooks.map((rulebook) => [rulebook.id, rulebook] as const))('%s', (_, { acts }) => {
  it('rests acts of the ledger on its rules and names no others', () => {
    expect(Object.keys(acts).filter((type) => !isEventType(type))).toEqual([]);
  });
});

describe.each(Object.entries(CASE_MACHINES as Record<string, CaseMachine>))(
  'the machine of a %s',
  (_, machine) => {
    const steps = Object.values(machine.events).flatMap((moves) => Object.entries(moves ?? {}));

    it('leads only to steps that some event may follow, or that are final', () => {
      const left = new Set([...steps.map(([from]) => from), ...machine.final]);
      expect(steps.map(([, to]) => to).filter((to) => !left.has(to))).toEqual([]);
    });

    it('waits only at steps that some event leads to', () => {
      const led = new Set(['none', ...steps.map(([, to]) => to)]);
      expect(steps.map(([from]) => from).filter((from) => !led.has(from))).toEqual([]);
    });
  },
);
