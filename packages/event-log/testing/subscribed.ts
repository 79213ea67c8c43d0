import type {
  AllStreamSubscription,
  EventStoreDBClient,
  Filter,
  Position,
  ReadPosition,
  StreamSubscription,
} from '@eventstore/db-client';

/** What a subscription said, in order, as short texts: an id, `confirmed`, `caught up`, `@commit/prepare`. */
export interface Heard {
  readonly said: string[];
  /** The checkpoints, as positions. */
  readonly checkpoints: Position[];
  /** Ids only. */
  events(): string[];
  /** Resolves once the texts satisfy the condition. Errors: what ended the subscription. */
  until(done: (said: readonly string[]) => boolean): Promise<void>;
  /** The error that ended the subscription. */
  failed(): Promise<{ readonly type?: string; readonly code?: number }>;
  end(): Promise<void>;
}

const ID = /^[0-9a-f]{8}-/;

/** Subscribes to all streams and listens. */
export function listenToAll(client: EventStoreDBClient, fromPosition: ReadPosition, filter?: Filter): Heard {
  const listener = newListener();
  const listening = filter && {
    ...filter,
    checkpointReached: (_: AllStreamSubscription, at: Position) => listener.checkpoint(at),
  };
  return listener.to(
    client.subscribeToAll(listening === undefined ? { fromPosition } : { fromPosition, filter: listening }),
  );
}

/** Subscribes to one stream and listens. */
export function listenToStream(
  client: EventStoreDBClient,
  stream: string,
  fromRevision: 'start' | 'end' | bigint,
): Heard {
  return newListener().to(client.subscribeToStream(stream, { fromRevision }));
}

function newListener() {
  const said: string[] = [];
  const checkpoints: Position[] = [];
  const waiting = new Set<() => void>();
  let failure: unknown;
  const wake = (): void => {
    for (const check of waiting) check();
  };
  const say = (text: string): void => {
    said.push(text);
    wake();
  };

  function to(subscription: StreamSubscription | AllStreamSubscription): Heard {
    const source = subscription as unknown as { on(event: string, listener: (given: never) => void): void };
    source.on('confirmation', () => say('confirmed'));
    source.on('caughtUp', () => say('caught up'));
    source.on('data', ({ event }: { event?: { id: string } }) => say(event?.id ?? 'nothing'));
    source.on('error', (error: unknown) => {
      failure = error;
      wake();
    });
    const settled = (done: () => boolean, onFailure: 'resolve' | 'reject'): Promise<void> =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          if (!done() && failure === undefined) return;
          waiting.delete(check);
          if (failure !== undefined && onFailure === 'reject') reject(failure);
          else resolve();
        };
        waiting.add(check);
        check();
      });
    return {
      said,
      checkpoints,
      events: () => said.filter((text) => ID.test(text)),
      until: (done) => settled(() => done(said), 'reject'),
      failed: async () => {
        await settled(() => false, 'resolve');
        return failure as { type?: string; code?: number };
      },
      end: () => subscription.unsubscribe(),
    };
  }

  return {
    to,
    checkpoint: (at: Position): void => {
      checkpoints.push(at);
      say(`@${at.commit}/${at.prepare}`);
    },
  };
}
