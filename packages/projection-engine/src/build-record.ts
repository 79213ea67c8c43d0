import { EngineError } from './engine-error.ts';
import { type Consumed, type Generation, NOTHING_CONSUMED, readLive } from './generation.ts';
import type { Build } from './part.ts';
import type { Projection } from './projection.ts';
import { tableOf } from './projection-table.ts';
import type { Sql } from './sql.ts';

const DROPPED_ROWS_AT_ONCE = 20_000;

/** Generations that are built together, and how far they have come. */
export interface BuildRecord {
  readonly builds: readonly Build[];
  readonly consumed: Consumed;
}

/**
 * One generation for each projection behind all others: those of a build that was killed in as many parts, or new ones.
 *
 * To be called in a transaction.
 *
 * Shape:  new ones in any case without `partsOf`.
 * Errors: PROJECTION_SUPERSEDED.
 */
export async function beginBuild(
  sql: Sql,
  projections: readonly Projection[],
  partsOf: ((projection: Projection) => number) | undefined,
): Promise<BuildRecord> {
  const live = await readLive(sql);
  for (const projection of projections) assertNotSuperseded(projection, live.get(projection.name));
  const unfinished = partsOf && (await readUnfinished(sql, projections, partsOf));
  if (unfinished !== undefined) return unfinished;
  const builds: Build[] = [];
  for (const projection of projections) {
    const [row] = await sql.query<{ generation: number }>(
      `INSERT INTO ledger.generation (projection, generation, version, consumed, digest)
       SELECT $1, coalesce(max(generation), 0) + 1, $2, 0, decode($3, 'hex')
       FROM ledger.generation WHERE projection = $1
       RETURNING generation`,
      [projection.name, projection.version, NOTHING_CONSUMED],
    );
    if (row === undefined) throw new Error('an insert without a row');
    builds.push({ projection, generation: row.generation });
  }
  return { builds, consumed: { count: 0, digest: NOTHING_CONSUMED } };
}

function assertNotSuperseded({ name, version }: Projection, live: Generation | undefined): void {
  if (live === undefined || live.version <= version) return;
  throw new EngineError(
    'PROJECTION_SUPERSEDED',
    `The rows of ${name} are version ${live.version} already, this program makes version ${version}: use the newer program.`,
  );
}

/** A killed build of exactly these projections in these versions, in as many parts. */
async function readUnfinished(
  sql: Sql,
  projections: readonly Projection[],
  partsOf: (projection: Projection) => number,
): Promise<BuildRecord | undefined> {
  const rows = await sql.query<{
    projection: string;
    generation: number;
    version: number;
    parts: number;
    consumed: string;
    digest: Consumed['digest'];
  }>(
    `SELECT projection, generation, version, parts, consumed, encode(digest, 'hex') AS digest
     FROM ledger.generation JOIN ledger.build_part USING (projection, generation)
     WHERE projection = ANY($1) AND part = 0 AND consumed > 0`,
    [projections.map(({ name }) => name)],
  );
  const builds = projections.flatMap((projection) => {
    const row = rows.find(({ projection: name }) => name === projection.name);
    const fits = row?.version === projection.version && row.parts === partsOf(projection);
    return fits ? [{ projection, generation: row.generation }] : [];
  });
  const [first] = rows;
  const stand = new Set(rows.map(({ consumed, digest }) => `${consumed} ${digest}`));
  if (first === undefined || builds.length !== projections.length || stand.size !== 1) return undefined;
  return { builds, consumed: { count: Number(first.consumed), digest: first.digest } };
}

/** The record of the builds when all of them have consumed so much. */
export function consumedBy(builds: readonly Build[], consumed: Consumed) {
  return builds.map(({ projection, generation }) => ({
    projection: projection.name,
    generation,
    ...consumed,
  }));
}

/** The generations are the live ones as soon as the transaction around this commits. */
export async function goLive(sql: Sql, builds: readonly Build[]): Promise<void> {
  for (const { projection, generation } of builds) {
    await sql.query('DELETE FROM ledger.build_part WHERE projection = $1 AND generation = $2', [
      projection.name,
      generation,
    ]);
    await sql.query(
      `INSERT INTO ledger.live (projection, generation) VALUES ($1, $2)
       ON CONFLICT (projection) DO UPDATE SET generation = excluded.generation`,
      [projection.name, generation],
    );
  }
}

/**
 * Only the live generation of the projection is left, and those in `keep`. Rows go by DELETE, so that a reader whose
 * snapshot is older than the switch keeps seeing the generation that was live then.
 */
export async function dropOtherGenerations(
  sql: Sql,
  projection: Projection,
  keep: readonly number[] = [],
): Promise<void> {
  const dead = `generation IS DISTINCT FROM (SELECT generation FROM ledger.live WHERE projection = $1)
    AND generation <> ALL($2::integer[])`;
  let dropped: readonly object[];
  do {
    dropped = await sql.query(
      `DELETE FROM ${tableOf(projection)} WHERE ctid = ANY(ARRAY(
         SELECT ctid FROM ${tableOf(projection)} WHERE ${dead} LIMIT $3
       )) RETURNING 1`,
      [projection.name, keep, DROPPED_ROWS_AT_ONCE],
    );
  } while (dropped.length === DROPPED_ROWS_AT_ONCE);
  await sql.query(`DELETE FROM ledger.generation WHERE projection = $1 AND ${dead}`, [projection.name, keep]);
}
