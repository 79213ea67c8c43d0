import { createHash } from 'node:crypto';
import { readCheckpoint } from './checkpoint.ts';
import { EngineError } from './engine-error.ts';
import { readLive } from './generation.ts';
import type { Projection } from './projection.ts';
import { tableOf } from './projection-table.ts';
import type { ProjectionDigest } from './read-models.ts';
import { type Sql, transaction } from './sql.ts';

const PAGE_ROWS = 5_000;

/**
 * Count and SHA-256 of a projection's live rows, of one moment; hidden rows count too, their fold is part of the state.
 *
 * Shape:  the digest runs over one line of canonical JSON, `[key,row]`, for each row, in the order of the keys' bytes.
 * Errors: PROJECTION_NOT_BUILT.
 */
export async function digestOf(sql: Sql, projection: Projection): Promise<ProjectionDigest> {
  const body = async (): Promise<ProjectionDigest> => {
    const { position } = await readCheckpoint(sql);
    const live = (await readLive(sql)).get(projection.name);
    if (live === undefined) {
      throw new EngineError(
        'PROJECTION_NOT_BUILT',
        `${projection.name} has no rows yet: start the projector, it builds them.`,
      );
    }
    const { version, generation } = live;
    const hash = createHash('sha256');
    let count = 0;
    for await (const { key, row } of linesOf(sql, projection, generation)) {
      hash.update(`[${JSON.stringify(key)},${row}]\n`);
      count += 1;
    }
    return { projection: projection.name, version, generation, position, count, sha256: hash.digest('hex') };
  };
  return await transaction(sql, body, 'ISOLATION LEVEL REPEATABLE READ READ ONLY');
}

/** Every row of a generation in key order, its JSON as stored. */
async function* linesOf(
  sql: Sql,
  projection: Projection,
  generation: number,
): AsyncGenerator<{ readonly key: string; readonly row: string }> {
  for (let after = ''; ; ) {
    const rows = await sql.query<{ key: string; row: string }>(
      `SELECT key, row::text AS row FROM ${tableOf(projection)}
       WHERE generation = $1 AND key > $2 ORDER BY key LIMIT ${PAGE_ROWS}`,
      [generation, after],
    );
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE_ROWS) return;
    after = last.key;
  }
}
