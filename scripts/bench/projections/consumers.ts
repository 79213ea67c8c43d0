import type pg from 'pg';
import { applyBench, type BenchEvent, type BenchRow, EMPTY_ROW } from './bench-register.ts';
import { keyOf } from './bench-rows.ts';
import type { Scenery } from './scenery.ts';

/** An event as a hand-written consumer reads it, its JSON decoded. */
interface ReadEvent extends BenchEvent {
  readonly position: number;
  readonly stream: string;
}

type ReadBatch = (client: pg.Client, after: number) => Promise<readonly ReadEvent[]>;

const BATCH = 1_000;

/**
 * What a careful engineer writes by hand: a batch of events, the rows they touch, the fold, one statement for all changed
 * rows and the position in one transaction. The register is emptied first.
 */
export async function consumeAll({ client }: Scenery, read: ReadBatch): Promise<void> {
  await client.query('TRUNCATE register');
  await client.query('UPDATE consumer SET position = 0');
  for (let after = 0; ; ) {
    const events = await read(client, after);
    const last = events.at(-1);
    if (last === undefined) return;
    await client.query('BEGIN');
    await writeRows(client, await foldBatch(client, events));
    await client.query({
      name: 'move',
      text: 'UPDATE consumer SET position = $1',
      values: [last.position],
    });
    await client.query('COMMIT');
    after = last.position;
  }
}

async function foldBatch(
  client: pg.Client,
  events: readonly ReadEvent[],
): Promise<ReadonlyMap<string, BenchRow>> {
  const keys = [...new Set(events.map(({ stream }) => keyOf(stream)))];
  const { rows } = await client.query<{ key: string; row: BenchRow }>({
    name: 'load',
    text: 'SELECT key, row FROM register WHERE key = ANY($1)',
    values: [keys],
  });
  const held = new Map(rows.map(({ key, row }) => [key, row]));
  for (const event of events) {
    const key = keyOf(event.stream);
    held.set(key, applyBench(held.get(key) ?? EMPTY_ROW, event));
  }
  return held;
}

async function writeRows(client: pg.Client, changed: ReadonlyMap<string, BenchRow>): Promise<void> {
  const rows = [...changed.values()];
  await client.query({
    name: 'save',
    text: `INSERT INTO register (key, row, area, status, name)
           SELECT key, row::json, area, status, name
           FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) AS given(key, row, area, status, name)
           ON CONFLICT (key) DO UPDATE SET
             row = excluded.row, area = excluded.area, status = excluded.status, name = excluded.name`,
    values: [
      [...changed.keys()],
      rows.map((row) => JSON.stringify(row)),
      rows.map(({ area }) => area),
      rows.map(({ status }) => status),
      rows.map(({ name }) => name),
    ],
  });
}

/** From a table of one's own; pg decodes the JSON. */
export const readRaw: ReadBatch = async (client, after) => {
  const { rows } = await client.query<Omit<ReadEvent, 'position'> & { readonly position: string }>({
    name: 'read',
    text: `SELECT position, stream, revision, id, type, data, metadata FROM events
           WHERE position > $1 ORDER BY position LIMIT $2`,
    values: [after, BATCH],
  });
  return rows.map((row) => ({ ...row, position: Number(row.position) }));
};

/** By message-db's own function for consumers, which gives the JSON as text. */
export const readMessages: ReadBatch = async (client, after) => {
  const { rows } = await client.query<{
    readonly global_position: string;
    readonly stream_name: string;
    readonly type: string;
    readonly data: string;
    readonly metadata: string;
  }>({
    name: 'read',
    text: 'SELECT * FROM get_category_messages($1, $2, $3)',
    values: ['agency', after + 1, BATCH],
  });
  return rows.map(({ global_position, stream_name: stream, type, data, metadata }) => ({
    position: Number(global_position),
    stream,
    type,
    data: JSON.parse(data),
    metadata: JSON.parse(metadata),
  }));
};

/**
 * The least that PostgreSQL itself must do: every row from one statement over the journal.
 *
 * Its memory is enough not to sort on disk, so that nobody is measured against a handicap.
 */
export async function groupAll({ client }: Scenery): Promise<void> {
  await client.query(`SET work_mem = '512MB'`);
  await client.query('TRUNCATE register_by_sql');
  await client.query(`
    INSERT INTO register_by_sql (key, row, area, status, name)
    SELECT key, json_build_object('name', name, 'area', area, 'fileNo', file_no, 'status', status, 'events', events,
      'warnings', warnings, 'finesFen', fines_fen, 'lastAt', last_at), area, status, name
    FROM (
      SELECT substr(stream, 8) AS key,
        (array_agg(data->>'agencyName' ORDER BY position DESC) FILTER (WHERE type IN ('filed', 'amended')))[1] AS name,
        max(data->>'registeredArea') FILTER (WHERE type = 'filed') AS area,
        max(data->>'fileNo') FILTER (WHERE type = 'accepted') AS file_no,
        CASE WHEN bool_or(type = 'accepted') THEN 'on-file' ELSE 'under-review' END AS status,
        count(*) AS events,
        count(*) FILTER (WHERE type = 'warned') AS warnings,
        coalesce(sum((data->>'amountFen')::bigint) FILTER (WHERE type = 'penalised'), 0)::bigint AS fines_fen,
        max(metadata->>'recordedAt') AS last_at
      FROM ledger.journal GROUP BY stream
    ) AS folded`);
}

/** The table that {@link groupAll} fills. */
export const REGISTER_BY_SQL = `
  CREATE TABLE register_by_sql (key text COLLATE "C" PRIMARY KEY, row json NOT NULL, area text, status text, name text);
  CREATE INDEX ON register_by_sql (area); CREATE INDEX ON register_by_sql (status); CREATE INDEX ON register_by_sql (name);`;
