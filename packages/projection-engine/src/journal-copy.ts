import type {
  EventId,
  JournalledEvent,
  LedgerEvent,
  Position,
  Revision,
  Sha256Hex,
  StreamName,
} from '@ledger/schemas';
import { HEADER, SIGNATURE } from './copy-format.ts';
import { MESSAGE_HEADER_BYTES } from './copy-out.ts';
import type { NewestForm } from './event-source.ts';
import { numbered } from './numbered.ts';
import type { Session } from './sql.ts';

/** In the order of {@link FIELD}. */
const COLUMNS = 'position, event_id::text, stream, revision, type, data, metadata, hash';
/** Columns that are made of the others: for whoever verifies them. */
const DERIVED_COLUMNS = `${COLUMNS}, recorded_at, effective_from`;

const FIELD = {
  position: 0,
  id: 1,
  stream: 2,
  revision: 3,
  type: 4,
  data: 5,
  metadata: 6,
  hash: 7,
  recordedAt: 8,
  effectiveFrom: 9,
} as const;
const FIELDS_MAX = Object.keys(FIELD).length;

/** The journal behind `after` up to `upTo` by binary COPY, in position order. Shape: pieces for {@link CopiedLine}. */
export function copyJournal(
  session: Session,
  {
    after,
    upTo,
    withDerived = false,
  }: { readonly after: Position; readonly upTo: Position; readonly withDerived?: boolean },
): AsyncIterable<Buffer> {
  return session.copyOut(
    `COPY (SELECT ${withDerived ? DERIVED_COLUMNS : COLUMNS} FROM ledger.journal WHERE position > ${after} AND position <= ${upTo} ORDER BY position)
     TO STDOUT (FORMAT binary)`,
  );
}

/**
 * A line of the journal as it lies in its copy, decoded field by field when it is asked.
 *
 * One object goes over all the lines of a piece, so that what nobody asks for costs nothing.
 */
export class CopiedLine {
  readonly #bytes: Buffer;
  /** Where each field lies in the bytes. */
  readonly #begins = new Uint32Array(FIELDS_MAX);
  readonly #lengths = new Uint32Array(FIELDS_MAX);
  #start = 0;
  #end = 0;

  constructor(piece: Uint8Array) {
    this.#bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
  }

  /** Goes to the next line, at first to the first one. Shape: false behind the last. */
  next(): boolean {
    while (this.#end < this.#bytes.length) {
      this.#start = this.#end;
      this.#end = this.#start + 1 + this.#bytes.readUInt32BE(this.#start + 1);
      if (this.#findFields(this.#start + MESSAGE_HEADER_BYTES)) return true;
    }
    return false;
  }

  /** PostgreSQL sends one message for each line; the copy's header stands before the first, its trailer is a message without a line. */
  #findFields(begin: number): boolean {
    let at = begin;
    let fields = this.#bytes.readInt16BE(at);
    if (fields === SIGNATURE.readInt16BE()) {
      at += HEADER.length;
      if (at === this.#end) return false;
      fields = this.#bytes.readInt16BE(at);
    }
    if (fields < 0) return false;
    at += 2;
    for (let field = 0; field < fields; field += 1) {
      const length = this.#bytes.readInt32BE(at);
      this.#begins[field] = at + 4;
      this.#lengths[field] = length;
      at += 4 + length;
    }
    return true;
  }

  get position(): Position {
    return Number(this.#bytes.readBigInt64BE(this.#begins[FIELD.position])) as Position;
  }

  get id(): EventId {
    return this.textOf('id') as EventId;
  }

  get stream(): StreamName {
    return this.textOf('stream') as StreamName;
  }

  get revision(): Revision {
    return this.#bytes.readInt32BE(this.#begins[FIELD.revision]) as Revision;
  }

  get hash(): Sha256Hex {
    return this.bytesOf('hash').toString('hex') as Sha256Hex;
  }

  textOf(field: keyof typeof FIELD): string {
    const begin = this.#begins[FIELD[field]] ?? 0;
    return this.#bytes.toString('utf8', begin, begin + (this.#lengths[FIELD[field]] ?? 0));
  }

  /** The field where it lies; only as long as the piece is nobody else's. */
  bytesOf(field: keyof typeof FIELD): Buffer {
    const begin = this.#begins[FIELD[field]] ?? 0;
    return this.#bytes.subarray(begin, begin + (this.#lengths[FIELD[field]] ?? 0));
  }

  /** The whole line, as a piece of its own. */
  bytes(): Buffer {
    return this.#bytes.subarray(this.#start, this.#end);
  }

  /** The event as projections see it. Errors: what `newestForm` throws. */
  event(newestForm: NewestForm): JournalledEvent {
    const event: LedgerEvent = {
      stream: this.stream,
      revision: this.revision,
      id: this.id,
      type: this.textOf('type'),
      data: JSON.parse(this.textOf('data')),
      metadata: JSON.parse(this.textOf('metadata')),
    };
    return numbered(newestForm(event), this.position, this.hash);
  }
}

/** The events of a piece of the copy. Errors: what `newestForm` throws. */
export function eventsOf(piece: Uint8Array, newestForm: NewestForm): readonly JournalledEvent[] {
  const events: JournalledEvent[] = [];
  for (const line = new CopiedLine(piece); line.next(); ) events.push(line.event(newestForm));
  return events;
}
