import type { Sql } from '@ledger/projection-engine';
import type { SigningStop } from './sign-head.ts';
import { hasTables } from './tables.ts';

/** How the log stands; for doctor and metrics. */
export interface LogStanding {
  /** Leaves of the tree. */
  readonly size: number;
  /** Leaves under the newest checkpoint. Undefined before the first. */
  readonly signedSize: number | undefined;
  /** How long the oldest event that no checkpoint covers has waited; 0 when all are covered. Units: seconds. */
  readonly lagSeconds: number;
  /** Why the log does not sign, when it does not. */
  readonly stop:
    | { readonly reason: SigningStop; readonly sentence: string; readonly since: Date }
    | undefined;
}

/** How the log stands. Shape: undefined when nothing has ever signed here. */
export async function readStanding(sql: Sql): Promise<LogStanding | undefined> {
  if (!(await hasTables(sql))) return undefined;
  const [row] = await sql.query<{
    size: string;
    signed_size: string | null;
    lag: number | null;
    reason: SigningStop | null;
    sentence: string | null;
    since: Date | null;
  }>(
    `SELECT tree.size, signed.size AS signed_size, standing.reason, standing.sentence, standing.since,
       (SELECT extract(epoch FROM clock_timestamp() - recorded_at::timestamptz)::float8 FROM ledger.journal
        WHERE position = coalesce(signed.size, 0) + 1) AS lag
     FROM ledger.tree
     LEFT JOIN (SELECT max(size) AS size FROM log.signed) AS signed ON true
     LEFT JOIN log.standing ON true`,
  );
  if (row === undefined) return undefined;
  const { reason, sentence, since } = row;
  const isStopped = reason !== null && sentence !== null && since !== null;
  return {
    size: Number(row.size),
    signedSize: row.signed_size === null ? undefined : Number(row.signed_size),
    lagSeconds: Math.max(0, row.lag ?? 0),
    stop: isStopped ? { reason, sentence, since } : undefined,
  };
}

/** Says how signing stands; `since` stays while the reason does. */
export async function sayStanding(
  sql: Sql,
  stop: { readonly reason: SigningStop; readonly sentence: string } | undefined,
): Promise<void> {
  await sql.query(
    `INSERT INTO log.standing AS standing (reason, sentence, since) VALUES ($1, $2, clock_timestamp())
     ON CONFLICT (only_row) DO UPDATE SET reason = excluded.reason, sentence = excluded.sentence,
       since = CASE WHEN standing.reason IS NOT DISTINCT FROM excluded.reason THEN standing.since ELSE excluded.since END`,
    [stop?.reason ?? null, stop?.sentence ?? null],
  );
}
