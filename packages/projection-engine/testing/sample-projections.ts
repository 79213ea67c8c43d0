import { createHash } from 'node:crypto';
import type { JournalledEvent } from '@ledger/schemas';
import { canonicalJsonText } from '@ledger/transparency-log';
import type { Projection } from '../src/index.ts';

export interface AgencyRow {
  readonly name: string;
  readonly renamed: number;
  readonly tags: readonly string[];
  readonly withdrawn: boolean;
}

/** One row for each file; a withdrawn agency is hidden; an event with `poison` in it makes the fold throw. */
export const agencies: Projection<AgencyRow> = {
  name: 'sample-agencies',
  version: 1,
  byStream: true,
  key: (event) => event.fileId,
  initial: () => ({ name: '', renamed: 0, tags: [], withdrawn: false }),
  apply(row, event) {
    const data = event.data as { readonly name?: string; readonly tag?: string; readonly poison?: boolean };
    if (data.poison) throw new Error('cannot fold poison');
    switch (event.type) {
      case 'renamed':
        return { ...row, name: data.name ?? '', renamed: row.renamed + 1 };
      case 'tagged':
        return { ...row, tags: [...row.tags, data.tag ?? ''] };
      case 'withdrawn':
        return { ...row, withdrawn: true };
      case 'returned':
        return { ...row, withdrawn: false };
      default:
        return row;
    }
  },
  isShown: (row) => !row.withdrawn,
  columns: {
    name: { type: 'text', of: (row) => row.name, index: 'btree' },
    renamed: { type: 'integer', of: (row) => row.renamed, index: 'btree' },
    tags: { type: 'text[]', of: (row) => row.tags, index: 'gin' },
    firstTag: { type: 'text', of: (row) => row.tags[0] ?? null, index: 'btree' },
  },
  feed: { name: 'register', item: ({ name, tags }) => ({ name, tags }) },
};

/** Counts events by type, over all files: its rows depend on the order of the whole ledger. */
export const types: Projection<{ readonly count: number; readonly positions: string }> = {
  name: 'sample-types',
  version: 1,
  key: (event) => event.type,
  initial: () => ({ count: 0, positions: '' }),
  apply: (row, event) => ({
    count: row.count + 1,
    positions: `${row.positions} ${event.position}`.slice(-200),
  }),
  columns: { count: { type: 'bigint', of: (row) => row.count } },
};

export const samples: readonly Projection[] = [agencies, types];

/** The projection's rows by the plainest fold there is, to compare the engine with. */
export function plainFold<Row>(
  projection: Projection<Row>,
  events: readonly JournalledEvent[],
): Map<string, Row> {
  const rows = new Map<string, Row>();
  for (const event of events) {
    const key = projection.key(event);
    if (key === undefined) continue;
    const before = rows.get(key) ?? projection.initial(key);
    const after = projection.apply(before, event);
    if (after !== before) rows.set(key, after);
  }
  return rows;
}

/** The digest the engine ought to give for these rows, worked out on its own. */
export function plainDigest(rows: ReadonlyMap<string, unknown>): {
  readonly count: number;
  readonly sha256: string;
} {
  const keys = [...rows.keys()].sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
  const lines = keys.map((key) => `${canonicalJsonText([key, rows.get(key)])}\n`);
  return { count: keys.length, sha256: createHash('sha256').update(lines.join('')).digest('hex') };
}
