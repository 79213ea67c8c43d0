import type { AppendExpectedRevision, EventStoreDBClient } from '@eventstore/db-client';
import { describe, expect, it } from 'vitest';
import { type Clients, type StreamState, streamIn } from './store-under-test.ts';

/** What a deletion came to: done, or the error with the revision it names; −1 is a stream without events. */
type Deletion = 'done' | `wrong, at ${number}` | 'deleted';
type Table = Record<
  Exclude<StreamState, 'with metadata only'>,
  readonly (readonly [AppendExpectedRevision, Deletion])[]
>;

const TOMBSTONED: readonly (readonly [AppendExpectedRevision, Deletion])[] = [
  ['any', 'deleted'],
  ['no_stream', 'deleted'],
  [2n, 'deleted'],
  [7n, 'deleted'],
];

/** Streams of three events, the last at revision 2. */
const DELETIONS: Table = {
  missing: [
    ['any', 'wrong, at -1'],
    ['no_stream', 'wrong, at -1'],
    [0n, 'wrong, at -1'],
  ],
  existing: [
    ['any', 'done'],
    ['no_stream', 'wrong, at 2'],
    [2n, 'done'],
    [1n, 'wrong, at 2'],
    [3n, 'wrong, at 2'],
  ],
  'soft-deleted': [
    ['any', 'done'],
    ['no_stream', 'done'],
    [2n, 'done'],
    [1n, 'wrong, at 2'],
  ],
  tombstoned: TOMBSTONED,
};

const TOMBSTONES: Table = {
  missing: [
    ['any', 'done'],
    ['no_stream', 'done'],
    ['stream_exists', 'wrong, at -1'],
    [0n, 'wrong, at -1'],
  ],
  existing: [
    ['any', 'done'],
    ['no_stream', 'wrong, at 2'],
    ['stream_exists', 'done'],
    [2n, 'done'],
    [1n, 'wrong, at 2'],
    [3n, 'wrong, at 2'],
  ],
  'soft-deleted': [
    ['any', 'done'],
    ['no_stream', 'done'],
    ['stream_exists', 'deleted'],
    [2n, 'done'],
    [1n, 'wrong, at 2'],
  ],
  tombstoned: [...TOMBSTONED, ['stream_exists', 'deleted']],
};

/** Deletions and tombstones: what each expected revision gives on each state of a stream. */
export function describeDeleting(clients: () => Clients): void {
  describe.each([
    ['deleting', 'deleteStream', DELETIONS],
    ['tombstoning', 'tombstoneStream', TOMBSTONES],
  ] as const)('%s', (_, method, table) => {
    for (const state of Object.keys(table) as (keyof Table)[]) {
      it.each(table[state])(`a stream that is ${state}, expecting %s: %s`, async (expected, outcome) => {
        const { batch } = clients();
        const stream = await streamIn(batch, state);
        expect(await deletionOf(batch, method, stream, expected)).toBe(outcome);
      });
    }
  });
}

async function deletionOf(
  client: EventStoreDBClient,
  method: 'deleteStream' | 'tombstoneStream',
  stream: string,
  expectedRevision: AppendExpectedRevision,
): Promise<Deletion> {
  try {
    await client[method](stream, { expectedRevision: expectedRevision as bigint });
    return 'done';
  } catch (error) {
    const { type, actualVersion } = error as { type?: string; actualVersion?: bigint };
    if (type === 'stream-deleted') return 'deleted';
    if (type === 'wrong-expected-version') return `wrong, at ${Number(actualVersion)}`;
    throw error;
  }
}
