import { hash } from 'node:crypto';
import {
  type ChainBreak,
  chainBreak,
  effectiveFrom,
  type FileHead,
  type Metadata,
  NO_POSITION,
  type Position,
  type Sha256Hex,
  type StreamName,
} from '@ledger/schemas';
import { canonicalJsonText } from '@ledger/transparency-log';
import { readCheckpoint } from './checkpoint.ts';
import type { EventSource, NewestForm } from './event-source.ts';
import { type Consumed, NOTHING_CONSUMED, RunningConsumption, readLive } from './generation.ts';
import { sortableInstant } from './instants.ts';
import { CopiedLine, copyJournal } from './journal-copy.ts';
import type { RebuildProgress } from './rebuild.ts';
import { type Difference, rereadStore } from './reread-store.ts';
import { openSession, transaction } from './sql.ts';
import { TreeCheck } from './tree-check.ts';

export interface VerifyOptions {
  readonly databaseUrl: string;
  readonly newestForm: NewestForm;
  /** The store to compare the journal with; without it the journal is verified alone. */
  readonly source?: Pick<EventSource, 'readAll'>;
  /** Called after each chunk, first for the journal, then for the store. Units: events. */
  readonly onProgress?: ((progress: RebuildProgress) => void) | undefined;
}

/** What a verification found. */
export interface Verification {
  readonly position: Position;
  /** Streams that have an event. */
  readonly files: number;
  /** Of the log's tree over all events, from hashes computed anew; hex. */
  readonly root: string;
  /** Places where the journal does not hold together; empty when it does. */
  readonly broken: readonly BrokenPlace[];
  /** Places where the store says otherwise; empty when it does not. */
  readonly differences: readonly Difference[];
}

export interface BrokenPlace {
  /** `‹stream›@‹revision›`, the projection whose count or digest is wrong, or what of the log's tree. */
  readonly place: string;
  readonly position: Position;
  readonly reason:
    | ChainBreak['reason']
    | 'hash-differs'
    | 'number-missing'
    | 'times-differ'
    | 'projection-not-complete'
    | 'tree-differs';
}

/** With it the hashed text begins, its members being in order. */
const DATA_MEMBER = '{"data":';

/**
 * Verifies the journal from its first event on: numbers without a hole, each hash from the stored bytes, each file's chain,
 * that every projection has consumed exactly these events in this order, and that the log's tree is the tree over them.
 * Then compares it with the store.
 *
 * Changes nothing; works beside a living projector, on one snapshot.
 *
 * Errors: what the source or the database throws.
 */
export async function verify({
  databaseUrl,
  newestForm,
  source,
  onProgress,
}: VerifyOptions): Promise<Verification> {
  const session = await openSession(databaseUrl, 'verification');
  const body = async (): Promise<Verification> => {
    const checkpoint = await readCheckpoint(session);
    const { position: total } = checkpoint;
    const check = new JournalCheck();
    for await (const piece of copyJournal(session, { after: NO_POSITION, upTo: total, withDerived: true })) {
      for (const line = new CopiedLine(piece); line.next(); ) check.take(line);
      onProgress?.({ done: check.position, total });
    }
    check.end(total);
    for (const { projection, ...consumed } of (await readLive(session)).values())
      check.compare(projection, consumed);
    for (const place of await check.tree.differences(session))
      check.broken.push({ place, position: total, reason: 'tree-differs' });
    let done = 0;
    const differences =
      source === undefined
        ? []
        : await rereadStore(session, { newestForm }, source, checkpoint, async (events) => {
            done += events.length;
            onProgress?.({ done, total });
          });
    return { position: total, files: check.files, root: check.tree.root, broken: check.broken, differences };
  };
  try {
    return await transaction(session, body, 'ISOLATION LEVEL REPEATABLE READ READ ONLY');
  } finally {
    await session.close();
  }
}

class JournalCheck {
  readonly broken: BrokenPlace[] = [];
  readonly tree = new TreeCheck();
  readonly #heads = new Map<StreamName, FileHead>();
  readonly #consumption = new RunningConsumption({ count: 0, digest: NOTHING_CONSUMED });
  #scratch = Buffer.allocUnsafe(4_096);
  #next = 1;

  get position(): Position {
    return (this.#next - 1) as Position;
  }

  get files(): number {
    return this.#heads.size;
  }

  take(line: CopiedLine): void {
    const { position, stream, revision } = line;
    this.end((position - 1) as Position);
    const metadata = JSON.parse(line.textOf('metadata')) as Metadata;
    const found = hash('sha256', this.#hashedBytes(line)) as Sha256Hex;
    const event = { stream, revision, id: line.id, type: line.textOf('type'), data: null, metadata };
    const broken = chainBreak(event, stream, this.#heads.get(stream));
    const place = { place: `${stream}@${revision}`, position };
    if (broken !== undefined) this.broken.push({ ...place, reason: broken.reason });
    if (found !== line.hash) this.broken.push({ ...place, reason: 'hash-differs' });
    const timesAgree =
      line.textOf('recordedAt') === sortableInstant(metadata.recordedAt) &&
      line.textOf('effectiveFrom') === sortableInstant(effectiveFrom(metadata));
    if (!timesAgree) this.broken.push({ ...place, reason: 'times-differ' });
    this.#heads.set(stream, { revision, hash: found });
    const bytes = Buffer.from(found, 'hex');
    this.#consumption.add(bytes);
    this.tree.add(bytes);
    this.#next += 1;
  }

  /** The bytes an event is hashed over, its two JSON parts as they are stored: {@link hashedText} without decoding them. */
  #hashedBytes(line: CopiedLine): Uint8Array {
    const head = `,"id":${canonicalJsonText(line.id)},"metadata":`;
    const tail = `,"revision":${line.revision},"stream":${canonicalJsonText(line.stream)},"type":${canonicalJsonText(line.textOf('type'))}}`;
    const [data, metadata] = [line.bytesOf('data'), line.bytesOf('metadata')];
    const room = data.length + metadata.length + 3 * (head.length + tail.length) + DATA_MEMBER.length;
    if (this.#scratch.length < room) this.#scratch = Buffer.allocUnsafe(2 * room);
    const bytes = this.#scratch;
    let at = bytes.write(DATA_MEMBER);
    at += data.copy(bytes, at);
    at += bytes.write(head, at);
    at += metadata.copy(bytes, at);
    at += bytes.write(tail, at);
    return bytes.subarray(0, at);
  }

  /** Reports each number up to `position` that did not come. */
  end(position: Position): void {
    for (; this.#next <= position; this.#next += 1) {
      this.broken.push({ place: 'nowhere', position: this.#next as Position, reason: 'number-missing' });
    }
  }

  compare(projection: string, { count, digest }: Consumed): void {
    const { consumed } = this.#consumption;
    if (count === consumed.count && digest === consumed.digest) return;
    this.broken.push({ place: projection, position: count as Position, reason: 'projection-not-complete' });
  }
}
