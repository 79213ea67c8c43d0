import { readFileSync } from 'node:fs';
import { EVENT_TYPES, type FileId, type JournalledEvent } from '@ledger/schemas';
import { registerPublicationSchema } from '@ledger/schemas/http/register';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { journalOfImport } from '../testing/import-journal.ts';
import { publicRegister } from './public-register.ts';

const HISTORIES = new URL('../../../services/cli/demo/histories.jsonl', import.meta.url);
const JOURNAL = journalOfImport(readFileSync(HISTORIES, 'utf8'));
const FILE = '650000-91650102MAFAKE019H' as FileId;

/** Events of all files put into one, in any order and number: what a view as at a day, or a bad import, could come to. */
const anyHistory = fc
  .array(fc.constantFrom(...JOURNAL), { maxLength: 40 })
  .map((events) =>
    events.map(
      (event, index) => ({ ...event, fileId: FILE, revision: index, position: index + 1 }) as JournalledEvent,
    ),
  );

it('folds any events in any order to a publication that keeps to its schema, or to none', () => {
  fc.assert(
    fc.property(anyHistory, (events) => {
      const { publication } = events.reduce(publicRegister.apply, publicRegister.initial(FILE));
      if (publication !== undefined)
        expect(registerPublicationSchema.safeParse(publication).error).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});

it('folds them to a row that is plain JSON, so that a database keeps it as it is', () => {
  fc.assert(
    fc.property(anyHistory, (events) => {
      const row = events.reduce(publicRegister.apply, publicRegister.initial(FILE));
      expect(JSON.parse(JSON.stringify(row))).toStrictEqual(row);
    }),
    { numRuns: 300 },
  );
});

it('is deterministic: the same events give the same row', () => {
  fc.assert(
    fc.property(anyHistory, (events) => {
      const fold = () => events.reduce(publicRegister.apply, publicRegister.initial(FILE));
      expect(fold()).toEqual(fold());
    }),
    { numRuns: 50 },
  );
});

it('never lets out an event of a type the catalogues do not name', () => {
  const disclosed = new Set<string>();
  fc.assert(
    fc.property(anyHistory, (events) => {
      const { publication } = events.reduce(publicRegister.apply, publicRegister.initial(FILE));
      for (const { type } of publication?.history ?? []) disclosed.add(type);
    }),
    { numRuns: 300 },
  );
  const withheld = EVENT_TYPES.filter((type) =>
    /object|complain|interview|inspect|graded|rectif|warned|criticised/.test(type),
  );
  expect(withheld.length).toBeGreaterThan(15);
  expect(withheld.filter((type) => disclosed.has(type))).toEqual([]);
});

it('leaves the row as it is when the event is of no known type', () => {
  const row = publicRegister.initial(FILE);
  const [event] = JOURNAL;
  expect(publicRegister.apply(row, { ...event, type: 'not-of-this-ledger' } as JournalledEvent)).toBe(row);
});
