import { hash } from 'node:crypto';
import { effectiveFrom, type LedgerEvent } from '@ledger/schemas';
import { canonicalJsonText } from '@ledger/transparency-log';
import pg from 'pg';
import { copyInto } from '../projections/dataset.ts';

const COLUMNS =
  'position, event_id, stream, revision, type, data, metadata, hash, store_commit, store_prepare, recorded_at, effective_from, late';

/** The journal holds these files, one after the other, as a projector would have written them. Shape: how many events. */
export async function fillJournal(
  databaseUrl: string,
  files: Iterable<readonly LedgerEvent[]>,
): Promise<number> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    let position = 0;
    const lines = function* () {
      for (const file of files) {
        for (const event of file) {
          position += 1;
          yield lineOf(event, position);
        }
      }
    };
    await copyInto(client, `ledger.journal (${COLUMNS})`, lines());
    await client.query('UPDATE ledger.checkpoint SET position = $1, store_commit = $1, store_prepare = $1', [
      position,
    ]);
    await client.query('VACUUM ANALYZE ledger.journal');
    return position;
  } finally {
    await client.end();
  }
}

/** A line for COPY: in its text form a backslash is written twice. */
function lineOf(event: LedgerEvent, position: number): string {
  const { id, stream, revision, type } = event;
  const data = canonicalJsonText(event.data);
  const metadata = canonicalJsonText(event.metadata);
  const hashed = `{"data":${data},"id":"${id}","metadata":${metadata},"revision":${revision},"stream":"${stream}","type":"${type}"}`;
  const columns = [
    position,
    id,
    stream,
    revision,
    type,
    data,
    metadata,
    `\\x${hash('sha256', hashed)}`,
    position,
    position,
    nineDigits(event.metadata.recordedAt),
    nineDigits(effectiveFrom(event.metadata)),
    'f',
  ];
  return `${columns.map((column) => String(column).replaceAll('\\', '\\\\')).join('\t')}\n`;
}

/** The journal keeps instants with all digits of a second, so that text order is the order of time. */
function nineDigits(instant: string): string {
  const [, second = '', fraction = ''] = /^([^.+]+)(?:\.(\d+))?\+08:00$/.exec(instant) ?? [];
  return `${second}.${fraction.padEnd(9, '0')}+08:00`;
}
