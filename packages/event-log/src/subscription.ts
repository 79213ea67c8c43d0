import type { AllStreamSubscription } from '@eventstore/db-client';
import { streamNameFilter } from '@eventstore/db-client';
import { LEDGER_STREAM_PREFIXES, type StorePosition } from '@ledger/schemas';
import type { ClientLease } from './client-lease.ts';
import { decode, type RawRecord } from './codec.ts';
import { DeliveryBuffer } from './delivery-buffer.ts';
import type { Delivery } from './event-log.ts';
import { ConnectionLost } from './faults.ts';
import type { StoreAccess } from './page.ts';
import { isBehind } from './read.ts';

const BUFFERED_EVENTS_MAX = 2_048;

/** One subscription of the official client to the ledger's streams, from its confirmation until it is lost. */
export class Subscription {
  readonly #access: StoreAccess;
  readonly #lease: ClientLease;
  readonly #source: AllStreamSubscription;
  readonly #buffer: DeliveryBuffer;
  readonly #ended = new AbortController();
  /** Markers that came while events before them still waited inside the client: after how many events each stands. */
  #markers: { readonly afterEvents: number; readonly marker: Delivery }[] = [];
  #events = 0;
  #position: StorePosition | undefined;
  #heardAt: number;
  #confirmed = false;

  constructor(access: StoreAccess, lease: ClientLease, after: StorePosition | undefined) {
    this.#access = access;
    this.#lease = lease;
    this.#position = after;
    this.#heardAt = access.options.now();
    this.#buffer = new DeliveryBuffer(
      access.options.bufferedEventsMax ?? BUFFERED_EVENTS_MAX,
      () => this.#source.pause(),
      () => {
        this.#heardAt = access.options.now();
        this.#source.resume();
      },
    );
    this.#source = lease.client.subscribeToAll({
      fromPosition: after === undefined ? 'start' : { ...after },
      requiresLeader: true,
      filter: streamNameFilter({
        prefixes: [...LEDGER_STREAM_PREFIXES],
        checkpointReached: (_, { commit, prepare }) => this.#reached({ commit, prepare }),
      }),
    });
    this.#listen();
  }

  /** Aborts when the subscription is over, whoever ended it. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  get lease(): ClientLease {
    return this.#lease;
  }

  /** The position of the last event or checkpoint that arrived, taken or not. */
  get position(): StorePosition | undefined {
    return this.#position;
  }

  get confirmed(): boolean {
    return this.#confirmed;
  }

  /** When anything last came, or the consumer last made room; undefined while the consumer holds the store back. */
  get heardAt(): number | undefined {
    return this.#buffer.isFull ? undefined : this.#heardAt;
  }

  /** Everything that arrived and was not taken yet, at least one; waits for it. Errors: what ended the subscription. */
  take(): Promise<readonly Delivery[]> {
    return this.#buffer.take();
  }

  /** Ends the subscription with this error, behind all that has arrived; never throws. */
  end(error: unknown): void {
    if (this.#ended.signal.aborted) return;
    this.#buffer.fail(error);
    this.#ended.abort();
    this.#source.unsubscribe().catch(() => undefined);
  }

  #listen(): void {
    const source = this.#source as unknown as {
      on(event: string, listener: (given: never) => void): void;
    };
    const lost = (reason: string) => () => this.end(new ConnectionLost(reason));
    source.on('confirmation', () => {
      this.#confirmed = true;
      this.#heard();
    });
    source.on('data', ({ event }: { event?: RawRecord }) => this.#arrived(event));
    source.on('caughtUp', () => this.#mark({ kind: 'caught-up' }));
    source.on('error', (error: unknown) => this.end(error));
    source.on('end', lost('the node ended the subscription'));
    source.on('close', lost('the subscription was closed'));
    this.#lease.retired.addEventListener('abort', lost('the connection was given up'), {
      once: true,
      signal: this.#ended.signal,
    });
  }

  #heard(): void {
    this.#heardAt = this.#access.options.now();
  }

  #reached(storePosition: StorePosition): void {
    this.#mark({ kind: 'checkpoint', storePosition });
  }

  // The client announces checkpoints and caughtUp at once, but queues events: a marker must wait for those before it.
  #mark(marker: Delivery): void {
    this.#heard();
    const waiting = this.#source.readableLength;
    this.#markers.push({ afterEvents: this.#events + waiting, marker });
    if (waiting === 0) this.#releaseMarkers();
  }

  #arrived(record: RawRecord | undefined): void {
    this.#heard();
    this.#events += 1;
    if (record !== undefined) this.#deliver(record);
    this.#releaseMarkers();
  }

  #deliver(record: RawRecord): void {
    try {
      const decoded = decode(record);
      const { storePosition } = decoded.kind === 'event' ? decoded.event : decoded.unreadable;
      // A subscription starts behind its position; whatever a server repeats is not handed out twice.
      if (this.#position !== undefined && !isBehind(storePosition, this.#position)) return;
      this.#position = storePosition;
      this.#buffer.put(decoded);
    } catch (error) {
      this.end(error);
    }
  }

  #releaseMarkers(): void {
    while (this.#markers[0] !== undefined && this.#markers[0].afterEvents <= this.#events) {
      const { marker } = this.#markers[0];
      this.#markers.shift();
      if (marker.kind !== 'checkpoint') {
        this.#buffer.put(marker);
      } else if (this.#position === undefined || isBehind(marker.storePosition, this.#position)) {
        // The position of the last event is preferred: it proves more than a checkpoint at or before it.
        this.#position = marker.storePosition;
        this.#buffer.put(marker);
      }
    }
  }
}
