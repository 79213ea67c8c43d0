import { type Sql, transaction } from '@ledger/projection-engine';
import { type Hash, parseCheckpoint, parseNote } from '@ledger/transparency-log';

/** A checkpoint that was signed, with the key it was signed by. */
export interface PublishedCheckpoint {
  readonly size: number;
  /** A signed note, to be given out as it is. */
  readonly checkpoint: string;
  readonly vkey: string;
}

interface Row {
  readonly size: string;
  readonly checkpoint: string;
  readonly vkey: string;
}

/** The newest checkpoint. Shape: undefined before the first. */
export async function newestPublished(sql: Sql): Promise<PublishedCheckpoint | undefined> {
  const [row] = await sql.query<Row>(
    'SELECT size, checkpoint, vkey FROM log.signed ORDER BY size DESC LIMIT 1',
  );
  return row && { ...row, size: Number(row.size) };
}

/** The heads of all checkpoints larger than `size`, from the smallest on. Errors: CHECKPOINT_MALFORMED, NOTE_MALFORMED. */
export async function publishedBeyond(
  sql: Sql,
  size: number,
): Promise<readonly { readonly size: number; readonly root: Hash }[]> {
  const rows = await sql.query<Row>('SELECT size, checkpoint FROM log.signed WHERE size > $1 ORDER BY size', [
    size,
  ]);
  return rows.map(({ checkpoint }) => parseCheckpoint(parseNote(checkpoint).text));
}

/**
 * The checkpoint is the one of its size, for ever; one that is there already is the same.
 *
 * Durable: when it returns.
 */
export async function publish(
  sql: Sql,
  { size, checkpoint, vkey, signedAtMs }: PublishedCheckpoint & { readonly signedAtMs: number },
): Promise<void> {
  await transaction(sql, async () => {
    await sql.query(
      `INSERT INTO log.signed (size, checkpoint, vkey, signed_at) VALUES ($1, $2, $3, to_timestamp($4::float8 / 1000))
       ON CONFLICT (size) DO NOTHING`,
      [size, checkpoint, vkey, signedAtMs],
    );
    const [kept] = await sql.query<Row>('SELECT checkpoint FROM log.signed WHERE size = $1', [size]);
    if (kept?.checkpoint !== checkpoint) throw new Error(`another checkpoint of ${size} leaves is published`);
  });
}
