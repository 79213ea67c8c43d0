import type { EventLog } from '../log/event-log.ts';
import type { StoredEvent } from '../log/stored-event.ts';
import { isDeleted, lowestVisible } from '../log/stream-head.ts';
import { metastreamOf } from '../log/stream-metadata.ts';
import { NO_REVISION } from '../protocol/expected-revision.ts';
import { JSON_CONTENT, LINK_TYPE } from '../protocol/recorded-event.ts';
import { readWhole } from '../storage/event-store.ts';

const NOTHING = Buffer.alloc(0);
const ADMINISTRATORS = { $r: '$admins', $w: '$admins', $d: '$admins', $mr: '$admins', $mw: '$admins' };
const CHECKPOINTS_KEPT = 2;

/** The streams in which a group keeps what must outlive it: where it stands, and what it has set aside. */
export class GroupStreams {
  readonly checkpointStream: string;
  readonly parkedStream: string;
  readonly #log: EventLog;

  constructor(log: EventLog, source: string, group: string) {
    this.#log = log;
    this.checkpointStream = `$persistentsubscription-${source}::${group}-checkpoint`;
    this.parkedStream = `$persistentsubscription-${source}::${group}-parked`;
  }

  /** The last checkpoint; undefined when there is none. */
  async readCheckpoint(): Promise<string | undefined> {
    const head = await this.#log.head(this.checkpointStream);
    if (head.id === undefined || isDeleted(head)) return undefined;
    const [last] = await this.#log.store.readStreamBackwards(head.id, head.last, lowestVisible(head), 1);
    return last === undefined ? undefined : parseText(last.data);
  }

  /** Durable: the group goes on after `place` from now on. */
  async writeCheckpoint(place: string): Promise<void> {
    const head = await this.#log.head(this.checkpointStream);
    if (head.last === NO_REVISION) {
      await this.#writeJson(metastreamOf(this.checkpointStream), '$metadata', {
        $maxCount: CHECKPOINTS_KEPT,
        $acl: ADMINISTRATORS,
      });
    }
    await this.#writeJson(this.checkpointStream, '$SubscriptionCheckpoint', place);
  }

  /** Durable: the event is set aside, as a link to it. */
  async park(event: StoredEvent, reason: string): Promise<void> {
    const metadata = {
      added: new Date(this.#log.now()).toISOString(),
      reason,
      ...(event.revision === 0n ? {} : { subscriptionEventNumber: Number(event.revision) }),
    };
    await this.#write(this.parkedStream, {
      type: LINK_TYPE,
      contentType: 'application/octet-stream',
      customMetadata: Buffer.from(JSON.stringify(metadata)),
      data: Buffer.from(`${event.revision}@${event.stream}`),
    });
  }

  /** How many events are set aside. */
  async countParked(): Promise<bigint> {
    const head = await this.#log.head(this.parkedStream);
    if (head.id === undefined || isDeleted(head)) return 0n;
    const count = head.last - lowestVisible(head) + 1n;
    return count > 0n ? count : 0n;
  }

  /** The links to the events set aside, below revision `stopAt` if that is given. */
  async readParked(stopAt: bigint | undefined): Promise<StoredEvent[]> {
    const head = await this.#log.head(this.parkedStream);
    if (head.id === undefined || isDeleted(head)) return [];
    const links = await readWhole(this.#log.store, head.id, lowestVisible(head));
    return links.filter((link) => stopAt === undefined || link.revision < stopAt);
  }

  /** Durable: nothing below `revision` is set aside any more. */
  async forgetParkedBelow(revision: bigint): Promise<void> {
    await this.#writeJson(metastreamOf(this.parkedStream), '$metadata', {
      $tb: Number(revision),
      $acl: ADMINISTRATORS,
    });
  }

  /** Durable: both streams are deleted. */
  async delete(): Promise<void> {
    // A stream that never was is not deleted; that is as good.
    await this.#log.write({ kind: 'delete', stream: this.parkedStream, expected: 'any' });
    await this.#log.write({ kind: 'delete', stream: this.checkpointStream, expected: 'any' });
  }

  #writeJson(stream: string, type: string, data: unknown): Promise<void> {
    return this.#write(stream, {
      type,
      contentType: JSON_CONTENT,
      customMetadata: NOTHING,
      data: Buffer.from(JSON.stringify(data)),
    });
  }

  async #write(
    stream: string,
    event: {
      readonly type: string;
      readonly contentType: string;
      readonly customMetadata: Buffer;
      readonly data: Buffer;
    },
  ): Promise<void> {
    const events = [{ id: this.#log.randomUuid(), ...event }];
    await this.#log.write({ kind: 'append', stream, expected: 'any', events, deadlineMs: undefined });
  }
}

function parseText(json: Buffer): string | undefined {
  try {
    const value: unknown = JSON.parse(json.toString('utf8'));
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
