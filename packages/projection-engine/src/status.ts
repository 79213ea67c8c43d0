import { type EventId, type Metadata, parseFileId, type Revision, type StreamName } from '@ledger/schemas';
import { readCheckpoint } from './checkpoint.ts';
import { readLive } from './generation.ts';
import type { EngineStatus, ParkedFile } from './read-models.ts';
import { type Sql, transaction } from './sql.ts';

/** See {@link ReadModels.status}. */
export async function readStatus(sql: Sql): Promise<EngineStatus> {
  const body = async (): Promise<EngineStatus> => {
    const { position } = await readCheckpoint(sql);
    const [last] = await sql.query<{ metadata: Metadata }>(
      'SELECT metadata FROM ledger.journal WHERE position = $1',
      [position],
    );
    const live = [...(await readLive(sql)).values()];
    return {
      position,
      ...(last && { lastRecordedAt: last.metadata.recordedAt }),
      projections: live.map(({ projection: name, version, generation, count: consumed }) => ({
        name,
        version,
        generation,
        consumed,
      })),
      parked: await readParked(sql),
    };
  };
  return await transaction(sql, body, 'ISOLATION LEVEL REPEATABLE READ READ ONLY');
}

interface ParkedRow {
  readonly stream: StreamName;
  readonly reason: string;
  readonly expected: string;
  readonly found: string;
  readonly projection: string | null;
  readonly revision: string;
  readonly event_id: EventId | null;
  readonly waiting: string;
  readonly since: Date;
}

async function readParked(sql: Sql): Promise<readonly ParkedFile[]> {
  const rows = await sql.query<ParkedRow>(
    `SELECT parked.*, (SELECT count(*) FROM ledger.waiting WHERE waiting.stream = parked.stream) AS waiting
     FROM ledger.parked ORDER BY since, stream`,
  );
  return rows.map(parkedOf);
}

function parkedOf({
  stream,
  reason,
  expected,
  found,
  projection,
  revision,
  event_id,
  waiting,
  since,
}: ParkedRow): ParkedFile {
  const file = stream.startsWith('agency-') ? parseFileId(stream.slice('agency-'.length)) : undefined;
  return {
    stream,
    ...(file && { fileId: file.fileId }),
    reason,
    expected,
    found,
    ...(projection !== null && { projection }),
    revision: Number(revision) as Revision,
    ...(event_id !== null && { eventId: event_id }),
    waiting: Number(waiting),
    since,
  };
}
