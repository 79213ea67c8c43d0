import { type Sql, tileGrowths } from '@ledger/projection-engine';
import { type CompletedSubtree, HASH_BYTES } from '@ledger/transparency-log';

/** Whether the stored tiles lack one of these hashes, or have another in its place. */
export async function tilesDiffer(sql: Sql, completed: readonly CompletedSubtree[]): Promise<boolean> {
  const growths = [...tileGrowths(completed)];
  const [found] = await sql.query<{ same: number }>(
    `SELECT count(*)::integer AS same
     FROM unnest($1::integer[], $2::bigint[], $3::integer[], $4::bytea[]) AS grown(level, index, first, hashes)
     JOIN ledger.tile USING (level, index)
     WHERE substring(tile.hashes FROM first * ${HASH_BYTES} + 1) = grown.hashes`,
    [
      growths.map(({ level }) => level),
      growths.map(({ index }) => index),
      growths.map(({ first }) => first),
      growths.map(({ hashes }) => Buffer.concat(hashes)),
    ],
  );
  return found?.same !== growths.length;
}
