import { LAW } from '@ledger/rulebooks';
import { EVENT_TYPES, type EventType } from '@ledger/schemas';
import { describe, expect, it } from 'vitest';
import { DISCLOSED } from './disclosure.ts';

/** The events that tell of an item of the disclosure catalogues. */
const EVENTS_OF_ITEM: Readonly<Record<string, (type: EventType) => boolean>> = {
  interview: (type) => type === 'interviewed',
  complaint: (type) => type.startsWith('complain'),
  objection: (type) => /objected|objection/.test(type) || type.startsWith('clock-'),
  grade: (type) => type === 'graded',
  practitioner: (type) => type === 'practitioner-recorded',
  // The articles of association are a paper of the dossier: no event is about them alone.
  articles: () => false,
};

const WITHHELD = LAW.rulebooks.flatMap(({ id, disclosure }) =>
  disclosure.catalogue
    .filter(({ value }) => value.view === 'withheld')
    .map(({ value, basis }) => ({ id, item: value.item, basis })),
);

describe('what a disclosure catalogue withholds, no line of a published history tells', () => {
  it('has something to withhold', () => expect(WITHHELD.length).toBeGreaterThan(5));

  it.each(WITHHELD)('$id: $item ($basis)', ({ item }) => {
    const tells = EVENTS_OF_ITEM[item];
    expect(tells, `which events tell of “${item}”?`).toBeDefined();
    expect(EVENT_TYPES.filter((type) => tells?.(type) && type in DISCLOSED)).toEqual([]);
  });
});
