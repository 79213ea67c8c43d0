import { NO_REVISION } from '../protocol/expected-revision.ts';
import { decodeEventHeader } from '../protocol/recorded-event.ts';
import type { NewEvent, WriterSession } from '../storage/writer-session.ts';
import type { CommitDraft } from './commit-draft.ts';
import type { EventIdMemory } from './event-id-memory.ts';
import { isDeleted, lowestVisible, type StreamHead } from './stream-head.ts';
import {
  DELETED_METADATA,
  isMetastream,
  metastreamOf,
  originalOf,
  withTruncateBefore,
} from './stream-metadata.ts';
import {
  decideAppend,
  decideDelete,
  decideTombstone,
  exactRevision,
  needsStreamIds,
  type WriteDecision,
} from './write-decision.ts';
import type { WriteOutcome, WriteRequest } from './write-request.ts';

type AppendRequest = Extract<WriteRequest, { readonly kind: 'append' }>;

/** What the writes of one commit are decided with. */
export interface DecidingMeans {
  readonly session: WriterSession;
  readonly draft: CommitDraft;
  readonly ids: EventIdMemory;
  readonly now: () => number;
  readonly randomUuid: () => string;
}

const NOTHING_STORED: ReadonlyMap<bigint, string> = new Map();

/** Decides the writes of one commit, one after the other, and puts into its draft what they write. */
export class WriteDecider {
  readonly #means: DecidingMeans;

  constructor(means: DecidingMeans) {
    this.#means = means;
  }

  /**
   * The outcome of `request`, which may be told once the draft is committed.
   *
   * Shape: a promise only where something has to be read first, for a retry or a stream that comes again; nothing else may be decided
   * until it is settled.
   */
  decide(request: WriteRequest): WriteOutcome | Promise<WriteOutcome> {
    const { draft, now } = this.#means;
    const head = draft.head(request.stream);
    if (request.kind === 'delete') return this.#carryOut(head, request, decideDelete(head, request.expected));
    if (request.kind === 'tombstone')
      return this.#carryOut(head, request, decideTombstone(head, request.expected));
    const { deadlineMs, expected, events } = request;
    if (deadlineMs !== undefined && now() > deadlineMs) return { kind: 'timed-out' };
    if (head.id !== undefined && needsStreamIds(head, expected, events.length))
      return this.#decideRetry(head, head.id, request);
    return this.#carryOut(head, request, this.#judge(head, request, NOTHING_STORED));
  }

  /** Decides an append that looks like a retry: the ids that the stream holds at its place must be known. */
  async #decideRetry(head: StreamHead, stream: bigint, request: AppendRequest): Promise<WriteOutcome> {
    const first = (exactRevision(request.expected) ?? NO_REVISION) + 1n;
    const last = first + BigInt(request.events.length) - 1n;
    const stored = await this.#means.session.readIds(stream, first, last);
    return this.#carryOut(head, request, this.#judge(head, request, stored));
  }

  #judge(head: StreamHead, request: AppendRequest, stored: ReadonlyMap<bigint, string>): WriteDecision {
    const { draft, ids } = this.#means;
    const idAt = (revision: bigint) =>
      stored.get(revision) ?? (head.id === undefined ? undefined : draft.find(head.id, revision)?.id);
    const firstPlace = (id: string) => ids.get(id) ?? draft.places.get(id);
    const proposed = request.events.map((event) => event.id);
    return decideAppend(head, request.expected, proposed, { firstPlace, idAt });
  }

  #carryOut(
    head: StreamHead,
    request: WriteRequest,
    decision: WriteDecision,
  ): WriteOutcome | Promise<WriteOutcome> {
    switch (decision.kind) {
      case 'stream-deleted':
      case 'wrong-revision':
        return decision;
      case 'already-written':
        return this.#recall(head, decision.revision, request);
      case 'write':
        return this.#write(head, request);
    }
  }

  /** Tells of a write of earlier: where its last event stands, if that can still be read. */
  #recall(head: StreamHead, revision: bigint, request: WriteRequest): WriteOutcome | Promise<WriteOutcome> {
    const { session, draft, ids } = this.#means;
    if (head.id === undefined || isDeleted(head) || revision < lowestVisible(head))
      return { kind: 'written', revision, position: undefined };
    const last = request.kind === 'append' ? request.events.at(-1) : undefined;
    const place = last === undefined ? undefined : ids.get(last.id);
    // A crowd that repeats itself must not cost a query each: they would all be late, and repeat themselves again.
    const remembered =
      place?.stream === head.id && place.revision === revision
        ? place.position
        : draft.find(head.id, revision)?.position;
    if (remembered !== undefined) return { kind: 'written', revision, position: remembered };
    return session
      .readPosition(head.id, revision)
      .then((position) => ({ kind: 'written', revision, position }));
  }

  #write(head: StreamHead, request: WriteRequest): WriteOutcome | Promise<WriteOutcome> {
    const { draft, randomUuid } = this.#means;
    const { stream } = request;
    if (request.kind === 'delete') {
      const { position } = draft.setMetadata(stream, randomUuid(), DELETED_METADATA);
      return { kind: 'written', revision: head.last, position };
    }
    if (request.kind === 'tombstone') {
      const { revision, position } = draft.tombstone(stream, randomUuid());
      return { kind: 'written', revision, position };
    }
    const original = isMetastream(stream) ? originalOf(stream) : undefined;
    const describesDeleted = original !== undefined && isDeleted(draft.head(original));
    let last: NewEvent | undefined;
    for (const event of request.events) last = draft.append(stream, event);
    if (last === undefined) return { kind: 'written', revision: head.last, position: draft.positionBetween };
    const { revision, position } = last;
    const written: WriteOutcome = { kind: 'written', revision, position };
    if (isDeleted(head)) return this.#revive(stream, head.last + 1n, written);
    if (describesDeleted) return this.#revive(original, draft.head(original).last + 1n, written);
    return written;
  }

  /** A deleted stream that is written again begins at its first new revision. */
  async #revive(stream: string, first: bigint, written: WriteOutcome): Promise<WriteOutcome> {
    const { session, draft, randomUuid } = this.#means;
    const metastream = draft.head(metastreamOf(stream));
    if (metastream.id === undefined) return written;
    const recorded =
      draft.find(metastream.id, metastream.last)?.recorded ??
      (await session.readRecorded(metastream.id, metastream.last));
    const json =
      recorded === undefined ? undefined : withTruncateBefore(decodeEventHeader(recorded).data, first);
    if (json !== undefined) draft.setMetadata(stream, randomUuid(), json);
    return written;
  }
}
