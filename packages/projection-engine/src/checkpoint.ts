import type { Position, StorePosition } from '@ledger/schemas';
import { type Sql, transaction } from './sql.ts';

/** How far the ledger has come, and which projector may say so. */
export interface Checkpoint {
  readonly epoch: bigint;
  readonly position: Position;
  /** Undefined before anything of the store was seen. */
  readonly store: StorePosition | undefined;
}

/** PostgreSQL rolls back whoever holds the checkpoint and is silent for so long. */
const HOLD_MS_MAX = 3_000;

interface CheckpointRow {
  readonly epoch: string;
  readonly position: string;
  readonly store_commit: string | null;
  readonly store_prepare: string | null;
}

/** The checkpoint as it is. */
export async function readCheckpoint(sql: Sql): Promise<Checkpoint> {
  return checkpointOf(await sql.query<CheckpointRow>('SELECT * FROM ledger.checkpoint'));
}

/**
 * Runs the body in one transaction in which nobody else writes to the ledger: batches, retries and switches of
 * generations follow each other, whichever process they come from.
 */
export async function withCheckpoint<Result>(
  sql: Sql,
  body: (checkpoint: Checkpoint) => Promise<Result>,
): Promise<Result> {
  return await transaction(sql, async () => {
    // A process that is paused here must not stop all others.
    const rows = await sql.query<CheckpointRow>(
      `SELECT checkpoint.*, set_config('idle_in_transaction_session_timeout', $1, true)
       FROM ledger.checkpoint FOR UPDATE`,
      [`${HOLD_MS_MAX}ms`],
    );
    return await body(checkpointOf(rows));
  });
}

/** The checkpoint is moved, and whoever listens is told when the transaction commits. */
export async function moveCheckpoint(
  sql: Sql,
  position: Position,
  store: StorePosition | undefined,
): Promise<void> {
  await sql.query(
    `WITH moved AS (
       UPDATE ledger.checkpoint SET position = $1, store_commit = $2, store_prepare = $3 RETURNING position
     )
     SELECT pg_notify('${ADVANCE_CHANNEL}', position::text) FROM moved`,
    [position, store?.commit ?? null, store?.prepare ?? null],
  );
}

/** The channel on which each new position is announced. */
export const ADVANCE_CHANNEL = 'ledger_advance';

function checkpointOf([row]: readonly CheckpointRow[]): Checkpoint {
  if (row === undefined) throw new Error('ledger.checkpoint has no row');
  return {
    epoch: BigInt(row.epoch),
    position: Number(row.position) as Position,
    store:
      row.store_commit === null || row.store_prepare === null
        ? undefined
        : { commit: BigInt(row.store_commit), prepare: BigInt(row.store_prepare) },
  };
}
