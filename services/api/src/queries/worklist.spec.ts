import { type Case, emptyFile } from '@ledger/credit-file';
import type { RowCursor, Rows } from '@ledger/projection-engine';
import type { FileId, Position } from '@ledger/schemas';
import { addDays, type LegalDate, startOfDay } from '@ledger/statutory-calendar';
import { clocksOf, type WorklistRow } from '@ledger/worklist';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTerms } from './worklist.ts';

/** Rows as the engine hands them out: by first last day, then by key, at most so many at a time. */
function rowsOf(all: readonly WorklistRow[]): {
  readonly rows: Rows<WorklistRow>;
  readonly read: () => number;
} {
  let read = 0;
  const sorted = all
    .map((row) => ({ row, key: row.fileId, sort: clocksOf(row)[0]?.lastDay ?? '', position: 1 as Position }))
    .toSorted((one, other) => (`${one.sort} ${one.key}` < `${other.sort} ${other.key}` ? -1 : 1));
  const rows: Rows<WorklistRow> = {
    get: async () => undefined,
    count: async () => sorted.length,
    columns: async () => [],
    tally: async () => [],
    async page({ after, limit }) {
      const from = after === undefined ? 0 : sorted.findIndex(({ key }) => key === after.key) + 1;
      const page = sorted.slice(from, from + limit);
      read += page.length;
      const last = page.at(-1);
      const isMore = from + limit < sorted.length && last !== undefined;
      return {
        rows: page,
        position: 7 as Position,
        ...(isMore && { next: { sort: last.sort, key: last.key } }),
      };
    },
  };
  return { rows, read: () => read };
}

/** A file with complaints that were accepted on some days of 2025, each with its 15 working days. */
function rowWith(number: number, acceptedOn: readonly number[]): WorklistRow {
  const fileId = `650000-${String(number).padStart(18, '0')}` as FileId;
  const cases: readonly Case[] = acceptedOn.map((ofYear, index) => {
    const at = startOfDay(addDays('2025-01-01' as LegalDate, ofYear));
    return {
      id: `complaint-${index + 1}`,
      kind: 'complaint',
      step: 'accepted',
      ref: `C-${index}`,
      openedAt: at,
      movedAt: at,
      acts: [{ type: 'complaint-accepted', at, by: 'authority', said: {} }],
      facts: {},
    };
  });
  return { fileId, file: { ...emptyFile(fileId), rulebook: 'xj-measures-draft@2024-01-01', cases } };
}

const QUERY = { limit: 7, division: undefined, due: undefined, kind: undefined };

describe('the pages of the worklist', () => {
  it('are together all terms of all files in the order of their last days, however the rows are cut', async () => {
    const files = fc.array(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 4 }), {
      minLength: 90,
      maxLength: 330,
    });
    await fc.assert(
      fc.asyncProperty(files, async (accepted) => {
        const all = accepted.map((days, index) => rowWith(index, days));
        const found: string[] = [];
        let after: RowCursor | undefined;
        do {
          const page = await readTerms(rowsOf(all).rows, { ...QUERY, limit: 60 }, undefined, after);
          found.push(...page.terms.map(({ place }) => `${place.sort} ${place.key}`));
          after = page.next;
        } while (after !== undefined);
        const expected = all
          .flatMap((row) => clocksOf(row).map(({ lastDay }, at) => `${lastDay} ${row.fileId} 000${at}`))
          .toSorted();
        expect(found).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it('read few rows for the first page, whatever the size of the ledger', async () => {
    const all = Array.from({ length: 1_000 }, (_, index) => rowWith(index, [index % 19, 28]));
    const { rows, read } = rowsOf(all);
    const { terms } = await readTerms(rows, QUERY, undefined, undefined);
    expect(terms.map(({ clock }) => clock.lastDay)).toEqual(Array.from({ length: 7 }, () => '2025-01-22'));
    expect(read()).toBe(100);
  });
});
