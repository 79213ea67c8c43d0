import type { JournalledEvent, Position } from '@ledger/schemas';
import { GenerationBuilder } from './generation-builder.ts';
import type { Projection } from './projection.ts';
import { type Session, type Sql, transaction } from './sql.ts';

/** A generation that is being built. */
export interface Build {
  readonly projection: Projection;
  readonly generation: number;
}

/** Which streams a part of a build folds: those that fall to `part` of `parts`. */
export interface Share {
  readonly part: number;
  readonly parts: number;
}

/** All streams. */
export const WHOLE: Share = { part: 0, parts: 1 };

/**
 * A share of the streams, folded for some projections into generations that nobody sees yet.
 *
 * Events must come in position order; those that it has saved already pass unnoticed.
 */
export class Part {
  readonly #session: Session;
  readonly #share: Share;
  readonly #builds: readonly Build[];
  readonly #builders: readonly GenerationBuilder[];
  #position: Position;
  #saved: Position;

  private constructor(session: Session, builds: readonly Build[], share: Share, position: Position) {
    this.#session = session;
    this.#share = share;
    this.#builds = builds;
    this.#position = position;
    this.#saved = position;
    const hasRows = position > 0;
    this.#builders = builds.map(
      ({ projection, generation }) => new GenerationBuilder(session, projection, { generation, hasRows }),
    );
  }

  /** The part as it was saved last, or from the first event on. Shape: all of its builds stand at one position. */
  static async open(session: Session, builds: readonly Build[], share: Share): Promise<Part> {
    const rows = await session.query<{ position: string }>(
      `INSERT INTO ledger.build_part (projection, generation, part, parts, position)
       SELECT projection, generation, $3, $4, 0 FROM unnest($1::text[], $2::integer[]) AS build(projection, generation)
       ON CONFLICT (projection, generation, part) DO UPDATE SET parts = excluded.parts
       RETURNING position`,
      [...columnsOf(builds), share.part, share.parts],
    );
    const positions = new Set(rows.map(({ position }) => Number(position)));
    const [position] = positions;
    if (position === undefined || positions.size > 1)
      throw new Error('builds of one part at different positions');
    return new Part(session, builds, share, position as Position);
  }

  /** Folds the events that are new to it. Errors: PROJECTION_FAILED; what the database throws. */
  async take(events: readonly JournalledEvent[]): Promise<void> {
    const fresh =
      events[0] !== undefined && events[0].position > this.#saved ? events : this.#unsaved(events);
    const last = fresh.at(-1);
    if (last === undefined) return;
    for (const builder of this.#builders) await builder.fold(fresh);
    this.#position = last.position;
    if (!this.#builders.some(({ isFull }) => isFull)) return;
    await this.save();
    for (const builder of this.#builders) builder.forget();
  }

  #unsaved(events: readonly JournalledEvent[]): readonly JournalledEvent[] {
    return events.filter(({ position }) => position > this.#saved);
  }

  /** Rows and position are committed together: a build that is killed goes on from here. */
  async save(): Promise<void> {
    if (this.#position === this.#saved) return;
    await transaction(this.#session, async () => {
      for (const builder of this.#builders) await builder.flush();
      await this.#session.query(
        `UPDATE ledger.build_part SET position = $3
         FROM unnest($1::text[], $2::integer[]) AS build(projection, generation)
         WHERE build_part.projection = build.projection AND build_part.generation = build.generation AND part = $4`,
        [...columnsOf(this.#builds), this.#position, this.#share.part],
      );
    });
    this.#saved = this.#position;
  }
}

function columnsOf(builds: readonly Build[]): readonly [readonly string[], readonly number[]] {
  return [builds.map(({ projection }) => projection.name), builds.map(({ generation }) => generation)];
}

/** All parts of the builds have come to the position, by whoever folded the rest; to be called in the transaction of its rows. */
export async function movePartsTo(sql: Sql, builds: readonly Build[], position: Position): Promise<void> {
  await sql.query(
    `UPDATE ledger.build_part SET position = $3
     FROM unnest($1::text[], $2::integer[]) AS build(projection, generation)
     WHERE build_part.projection = build.projection AND build_part.generation = build.generation`,
    [...columnsOf(builds), position],
  );
}

/**
 * A number for a stream, to spread streams by; of so many shares it falls to the one that is its remainder.
 *
 * The same in every process for ever: a build that was killed goes on with the shares it had (FNV-1a, 32 bits).
 */
export function spreadOf(stream: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < stream.length; at += 1) hash = Math.imul(hash ^ (stream[at] ?? 0), 0x01000193);
  return hash >>> 0;
}
