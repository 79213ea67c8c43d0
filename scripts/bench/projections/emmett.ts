import {
  getPostgreSQLEventStore,
  postgreSQLProjection,
  rebuildPostgreSQLProjections,
} from '@event-driven-io/emmett-postgresql';
import type pg from 'pg';
import { keyOf } from './bench-rows.ts';
import { type DatasetSize, eventsOf, type MeasuredEvent } from './dataset.ts';
import type { Scenery } from './scenery.ts';

interface StoredAct {
  readonly type: string;
  readonly data: Readonly<Record<string, string | number>>;
  readonly metadata: { readonly streamName: string; readonly recordedAt: string };
}

const BATCH = 1_000;

/** Appends the first events of the ledger, a file at a time. */
export async function fillEmmett({ url }: Scenery, size: DatasetSize, events: number): Promise<void> {
  const files = new Map<string, MeasuredEvent[]>();
  for (const event of eventsOf(size)) {
    if (event.position > events) break;
    files.set(event.stream, [...(files.get(event.stream) ?? []), event]);
  }
  const store = getPostgreSQLEventStore(url);
  await store.schema.migrate();
  for (const [stream, acts] of files) {
    await store.appendToStream(
      stream,
      acts.map(({ id, type, data, metadata }) => ({
        type,
        data: JSON.parse(data) as Record<string, unknown>,
        metadata: { ...(JSON.parse(metadata) as Record<string, unknown>), messageId: id },
      })),
    );
  }
  await store.close();
}

/** One prepared statement for each event: as fast as a projection in raw SQL is there. */
const UPSERT = `
  INSERT INTO register AS old (key, row, area, status, name)
  VALUES ($1, json_build_object('name', coalesce($3::text, ''), 'area', coalesce($4::text, ''), 'fileNo', $5::text,
    'status', coalesce($6::text, 'none'), 'events', 1, 'warnings', $7::int, 'finesFen', $8::bigint, 'lastAt', $2::text),
    $4, $6, $3)
  ON CONFLICT (key) DO UPDATE SET
    row = json_build_object('name', coalesce($3, old.name), 'area', coalesce($4, old.area),
      'fileNo', coalesce($5, old.row->>'fileNo'), 'status', coalesce($6, old.status),
      'events', (old.row->>'events')::int + 1, 'warnings', (old.row->>'warnings')::int + $7,
      'finesFen', (old.row->>'finesFen')::bigint + $8, 'lastAt', $2),
    area = coalesce($4, old.area), status = coalesce($6, old.status), name = coalesce($3, old.name)`;

const STATUS: Readonly<Record<string, string>> = { filed: 'under-review', accepted: 'on-file' };

/** Rebuilds the register by Emmett's own rebuild. */
export async function rebuildEmmett({ url, client }: Scenery, types: readonly string[]): Promise<void> {
  // Its rebuild goes on from its own checkpoint when there is one.
  await client.query('TRUNCATE register, emt_processors');
  const projection = postgreSQLProjection({
    name: 'register',
    canHandle: [...types],
    handle: async (events, { connection }) => {
      const on = connection.client as unknown as pg.ClientBase;
      for (const event of events) await on.query(statementOf(event as unknown as StoredAct));
    },
  });
  const consumer = rebuildPostgreSQLProjections({
    connectionString: url,
    projections: [projection],
    pulling: { batchSize: BATCH },
  });
  await consumer.start();
  await consumer.close();
}

function statementOf({ type, data, metadata }: StoredAct): pg.QueryConfig {
  const { agencyName = null, registeredArea = null, fileNo = null, amountFen = 0 } = data;
  return {
    name: 'project',
    text: UPSERT,
    values: [
      keyOf(metadata.streamName),
      metadata.recordedAt,
      agencyName,
      registeredArea,
      fileNo,
      STATUS[type] ?? null,
      type === 'warned' ? 1 : 0,
      amountFen,
    ],
  };
}
