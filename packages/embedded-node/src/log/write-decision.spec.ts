import { describe, expect, it } from 'vitest';
import type { ExpectedRevision } from '../protocol/expected-revision.ts';
import { EMPTY_HEAD, type StreamHead } from './stream-head.ts';
import { NO_METADATA, REVISION_MAX } from './stream-metadata.ts';
import {
  decideAppend,
  decideDelete,
  decideTombstone,
  type KnownIds,
  type WriteDecision,
} from './write-decision.ts';

const STREAM = 7n;
const existing: StreamHead = { id: STREAM, last: 1n, metadata: NO_METADATA, hasMetadata: false };
const heads = {
  missing: EMPTY_HEAD,
  'only metadata set': { ...EMPTY_HEAD, hasMetadata: true },
  existing,
  'soft-deleted': {
    ...existing,
    hasMetadata: true,
    metadata: { ...NO_METADATA, truncateBefore: REVISION_MAX },
  },
  tombstoned: { ...existing, last: REVISION_MAX },
} satisfies Record<string, StreamHead>;

const nothingKnown: KnownIds = { firstPlace: () => undefined, idAt: () => undefined };
const told = (decision: WriteDecision): string => {
  if (decision.kind === 'wrong-revision') return `wrong ${decision.current}`;
  return decision.kind === 'already-written' ? `already ${decision.revision}` : decision.kind;
};

const EXPECTED: readonly ExpectedRevision[] = ['any', 'no_stream', 'stream_exists', 1n, 0n, 5n];
type Row = readonly [string, string, string, string, string, string];

describe('an append of new events', () => {
  const table: Record<keyof typeof heads, Row> = {
    //                    any               no_stream         stream_exists     exact = L         exact < L         exact > L
    missing: ['write', 'write', 'wrong -1', 'wrong -1', 'wrong -1', 'wrong -1'],
    'only metadata set': ['write', 'write', 'write', 'wrong -1', 'wrong -1', 'wrong -1'],
    existing: ['write', 'wrong 1', 'write', 'write', 'wrong 1', 'wrong 1'],
    'soft-deleted': ['write', 'write', 'stream-deleted', 'write', 'wrong 1', 'wrong 1'],
    tombstoned: [
      'stream-deleted',
      'stream-deleted',
      'stream-deleted',
      'stream-deleted',
      'stream-deleted',
      'stream-deleted',
    ],
  };
  for (const [state, row] of Object.entries(table)) {
    EXPECTED.forEach((expected, column) => {
      it(`to a ${state} stream expecting ${expected}: ${row[column]}`, () => {
        const head = heads[state as keyof typeof heads];
        expect(told(decideAppend(head, expected, ['new'], nothingKnown))).toBe(row[column]);
      });
    });
  }
});

describe('a soft delete and a tombstone', () => {
  const table: Record<keyof typeof heads, { readonly delete: Row; readonly tombstone: Row }> = {
    missing: {
      delete: ['wrong -1', 'wrong -1', 'wrong -1', 'wrong -1', 'wrong -1', 'wrong -1'],
      tombstone: ['write', 'write', 'wrong -1', 'wrong -1', 'wrong -1', 'wrong -1'],
    },
    'only metadata set': {
      delete: ['wrong -1', 'wrong -1', 'wrong -1', 'wrong -1', 'wrong -1', 'wrong -1'],
      tombstone: ['write', 'write', 'wrong -1', 'wrong -1', 'wrong -1', 'wrong -1'],
    },
    existing: {
      delete: ['write', 'wrong 1', 'write', 'write', 'wrong 1', 'wrong 1'],
      tombstone: ['write', 'wrong 1', 'write', 'write', 'wrong 1', 'wrong 1'],
    },
    'soft-deleted': {
      delete: ['write', 'write', 'write', 'write', 'wrong 1', 'wrong 1'],
      tombstone: ['write', 'write', 'stream-deleted', 'write', 'wrong 1', 'wrong 1'],
    },
    tombstoned: {
      delete: [
        'stream-deleted',
        'stream-deleted',
        'stream-deleted',
        'stream-deleted',
        'stream-deleted',
        'stream-deleted',
      ],
      tombstone: [
        'stream-deleted',
        'stream-deleted',
        'stream-deleted',
        'stream-deleted',
        'stream-deleted',
        'stream-deleted',
      ],
    },
  };
  for (const [state, rows] of Object.entries(table)) {
    const head = heads[state as keyof typeof heads];
    EXPECTED.forEach((expected, column) => {
      it(`delete of a ${state} stream expecting ${expected}: ${rows.delete[column]}`, () =>
        expect(told(decideDelete(head, expected))).toBe(rows.delete[column]));
      it(`tombstone of a ${state} stream expecting ${expected}: ${rows.tombstone[column]}`, () =>
        expect(told(decideTombstone(head, expected))).toBe(rows.tombstone[column]));
    });
  }
});

describe('an append that was sent before', () => {
  /** The stream holds a first event and then e1 e2 e3, written at exact 0. */
  const stream = ['first', 'e1', 'e2', 'e3'];
  const head: StreamHead = { id: STREAM, last: 3n, metadata: NO_METADATA, hasMetadata: false };
  const known: KnownIds = {
    firstPlace: (id) =>
      stream.includes(id) ? { stream: STREAM, revision: BigInt(stream.indexOf(id)) } : undefined,
    idAt: (revision) => stream[Number(revision)],
  };
  const table: readonly [string, readonly string[], string, string][] = [
    // given,                  ids,                        any / stream_exists, exact 0
    ['the same', ['e1', 'e2', 'e3'], 'already 3', 'already 3'],
    ['a prefix', ['e1', 'e2'], 'already 2', 'already 2'],
    ['a suffix', ['e2', 'e3'], 'already 3', 'wrong 3'],
    ['the middle', ['e2'], 'already 2', 'wrong 3'],
    ['another order', ['e2', 'e1', 'e3'], 'already 3', 'wrong 3'],
    ['a gap', ['e1', 'e3'], 'already 3', 'wrong 3'],
    ['a superset', ['e1', 'e2', 'e3', 'new'], 'wrong 3', 'wrong 3'],
    ['an overlap', ['e3', 'new'], 'wrong 3', 'wrong 3'],
    ['a new one first', ['new', 'e1', 'e2', 'e3'], 'write', 'wrong 3'],
  ];
  for (const [label, ids, byMemory, byRevision] of table) {
    it(`${label}, expecting any: ${byMemory}`, () =>
      expect(told(decideAppend(head, 'any', ids, known))).toBe(byMemory));
    it(`${label}, expecting stream_exists: ${byMemory}`, () =>
      expect(told(decideAppend(head, 'stream_exists', ids, known))).toBe(byMemory));
    it(`${label}, at its exact revision: ${byRevision}`, () =>
      expect(told(decideAppend(head, 0n, ids, known))).toBe(byRevision));
  }

  it('to another stream first is written in full, expecting any', () => {
    const elsewhere: KnownIds = { ...known, firstPlace: () => ({ stream: 99n, revision: 0n }) };
    expect(told(decideAppend(head, 'any', ['e1'], elsewhere))).toBe('write');
  });
  it('is written again at the last revision, where ids are not looked at', () =>
    expect(told(decideAppend(head, 3n, ['e1'], known))).toBe('write'));
});

describe('an append of nothing', () => {
  it.each([
    ['missing', 'any', 'write'],
    ['missing', 'no_stream', 'write'],
    ['missing', 'stream_exists', 'wrong -1'],
    ['existing', 'any', 'write'],
    ['existing', 'no_stream', 'wrong 1'],
    ['existing', 1n, 'write'],
    ['existing', 0n, 'wrong 1'],
  ] as const)('to a %s stream expecting %s: %s', (state, expected, outcome) =>
    expect(told(decideAppend(heads[state], expected, [], nothingKnown))).toBe(outcome),
  );
});
