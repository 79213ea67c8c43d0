import type { GrpcCall } from '../grpc/call.ts';
import { encodeGroupEvent } from '../protocol/group-responses.ts';
import { withIdForm, withPosition } from '../protocol/recorded-event.ts';
import type { UuidForm } from '../protocol/uuid.ts';
import type { GroupMessage } from './group-message.ts';

/** What a client is called that does not say its name, by the words of the original server. */
const UNNAMED_CONNECTION = '<unknown>';

/** One connected client of a group, and what it has not answered yet. */
export class Consumer {
  readonly call: GrpcCall;
  readonly bufferSize: number;
  readonly username: string;
  readonly inFlight = new Map<string, GroupMessage>();
  totalItems = 0;
  readonly #uuidForm: UuidForm;

  constructor(call: GrpcCall, bufferSize: number, uuidForm: UuidForm, username: string) {
    this.call = call;
    this.bufferSize = bufferSize;
    this.username = username;
    this.#uuidForm = uuidForm;
  }

  get availableSlots(): number {
    return Math.max(0, this.bufferSize - this.inFlight.size);
  }

  get connectionName(): string {
    const header = this.call.headers['connection-name'];
    return typeof header === 'string' ? header : UNNAMED_CONNECTION;
  }

  send(message: GroupMessage): void {
    this.inFlight.set(message.id, message);
    this.totalItems++;
    const { event, link } = message.shown;
    const commit = (link ?? event)?.position ?? 0n;
    // Behind a link, the event carries the position of the link.
    const shown = event && (link === undefined ? event.recorded : withPosition(event.recorded, commit));
    this.call.write(
      encodeGroupEvent(
        shown && withIdForm(shown, this.#uuidForm),
        link && withIdForm(link.recorded, this.#uuidForm),
        commit,
        message.retryCount,
      ),
    );
  }
}
