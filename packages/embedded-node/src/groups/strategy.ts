import type { Consumer } from './consumer.ts';
import { type GroupMessage, originalOfMessage } from './group-message.ts';

/** Chooses who gets a message; undefined = nobody can take it now. `consumers` is in order of connection. */
export interface ConsumerStrategy {
  choose(message: GroupMessage, consumers: readonly Consumer[]): Consumer | undefined;
}

/** The strategies a group may be set to, by the names of the protocol. */
export function makeStrategy(name: string): ConsumerStrategy {
  switch (name) {
    case 'DispatchToSingle':
      return { choose: (_, consumers) => consumers.find((consumer) => consumer.availableSlots > 0) };
    case 'Pinned':
      return pinned((message) => originalOfMessage(message).stream);
    case 'PinnedByCorrelation':
      return pinned((message) => correlationOf(message) ?? originalOfMessage(message).stream);
    default:
      return new RoundRobin();
  }
}

class RoundRobin implements ConsumerStrategy {
  #last: Consumer | undefined;

  choose(_: GroupMessage, consumers: readonly Consumer[]): Consumer | undefined {
    const start = this.#last === undefined ? 0 : consumers.indexOf(this.#last) + 1;
    const order = [...consumers.slice(start), ...consumers.slice(0, start)];
    const chosen = order.find((consumer) => consumer.availableSlots > 0);
    if (chosen !== undefined) this.#last = chosen;
    return chosen;
  }
}

/** Events with one key go to one consumer as long as the consumers stay the same. */
function pinned(keyOf: (message: GroupMessage) => string): ConsumerStrategy {
  return {
    choose(message, consumers) {
      const consumer = consumers[hash(keyOf(message)) % Math.max(1, consumers.length)];
      return consumer !== undefined && consumer.availableSlots > 0 ? consumer : undefined;
    },
  };
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}

function correlationOf(message: GroupMessage): string | undefined {
  try {
    const metadata: unknown = JSON.parse(message.shown.event?.customMetadata.toString('utf8') ?? '');
    if (typeof metadata !== 'object' || metadata === null || !('$correlationId' in metadata))
      return undefined;
    return typeof metadata.$correlationId === 'string' ? metadata.$correlationId : undefined;
  } catch {
    return undefined;
  }
}
