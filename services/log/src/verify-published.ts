import { recomputeLeaves, type Sql, transaction } from '@ledger/projection-engine';
import {
  EMPTY_FRONTIER,
  equalBytes,
  type Frontier,
  frontierRoot,
  grow,
  openCheckpoint,
  parseVerifier,
  TransparencyLogError,
} from '@ledger/transparency-log';
import { hasTables } from './tables.ts';

/** What verifying all that was ever signed came to. */
export interface PublishedVerification {
  readonly checkpoints: number;
  /** Checkpoints that do not hold; empty when all do, and then each extends the one before. */
  readonly wrong: readonly { readonly size: number; readonly reason: string }[];
}

interface Row {
  readonly size: string;
  readonly checkpoint: string;
  readonly vkey: string;
}

/**
 * Verifies every checkpoint that was ever signed: its signature, its size, one origin for all, and its root, against the
 * tree over the journal, from the bytes of the events. Changes nothing.
 *
 * Errors: what the database throws.
 */
export async function verifyPublished(sql: Sql): Promise<PublishedVerification> {
  return await transaction(sql, () => verifyAll(sql), 'ISOLATION LEVEL REPEATABLE READ READ ONLY');
}

async function verifyAll(sql: Sql): Promise<PublishedVerification> {
  if (!(await hasTables(sql))) return { checkpoints: 0, wrong: [] };
  const rows = await sql.query<Row>('SELECT size, checkpoint, vkey FROM log.signed ORDER BY size');
  const wrong: { size: number; reason: string }[] = [];
  let frontier = EMPTY_FRONTIER;
  let origin: string | undefined;
  for (const row of rows) {
    const size = Number(row.size);
    ({ frontier } = grow(frontier, await recomputeLeaves(sql, frontier.size, size)));
    const judged = judge(row, frontier, origin);
    if ('reason' in judged) wrong.push({ size, reason: judged.reason });
    else ({ origin } = judged);
  }
  return { checkpoints: rows.length, wrong };
}

function judge(
  { size, checkpoint: note, vkey }: Row,
  frontier: Frontier,
  origin: string | undefined,
): { readonly origin: string } | { readonly reason: string } {
  try {
    const { checkpoint } = openCheckpoint(note, [parseVerifier(vkey)]);
    if (checkpoint.size !== Number(size)) return { reason: `stands under another size, ${checkpoint.size}` };
    if (origin !== undefined && checkpoint.origin !== origin)
      return { reason: `is of another log, ${checkpoint.origin}` };
    if (frontier.size !== checkpoint.size)
      return { reason: `covers more than the journal, which has ${frontier.size}` };
    if (!equalBytes(frontierRoot(frontier), checkpoint.root))
      return { reason: 'has another root than the journal' };
    return { origin: checkpoint.origin };
  } catch (error) {
    if (error instanceof TransparencyLogError) return { reason: `does not hold: ${error.message}` };
    throw error;
  }
}
