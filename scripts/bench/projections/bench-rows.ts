import { hash } from 'node:crypto';
import { canonicalJsonText } from '@ledger/transparency-log';
import type pg from 'pg';
import { applyBench, type BenchRow, EMPTY_ROW } from './bench-register.ts';
import { type DatasetSize, eventsOf } from './dataset.ts';

/** The key of a file's row. */
export function keyOf(stream: string): string {
  return stream.slice('agency-'.length);
}

/** The digest of the rows that a ledger of this size leads to, by the plainest fold there is. */
export function expectedDigest(size: DatasetSize, upTo: number = size.events): string {
  const rows = new Map<string, BenchRow>();
  for (const { position, stream, type, data, metadata } of eventsOf(size)) {
    if (position > upTo) break;
    const event = { type, data: JSON.parse(data), metadata: JSON.parse(metadata) };
    rows.set(stream, applyBench(rows.get(stream) ?? EMPTY_ROW, event));
  }
  return digestOf([...rows].map(([stream, row]) => ({ key: keyOf(stream), row })));
}

/** Passes when a contestant's rows are the ones that were expected. Errors: throws and says whose are not. */
export async function assertRows(
  contestant: string,
  client: Pick<pg.ClientBase, 'query'>,
  table: string,
  expected: string,
): Promise<void> {
  const { rows } = await client.query<{ key: string; row: BenchRow }>(`SELECT key, row FROM ${table}`);
  if (digestOf(rows) !== expected) throw new Error(`${contestant} has made other rows than the events say`);
}

function digestOf(rows: readonly { readonly key: string; readonly row: BenchRow }[]): string {
  const lines = rows.map(({ key, row }) => canonicalJsonText([key, row])).sort();
  return hash('sha256', lines.join('\n'));
}
