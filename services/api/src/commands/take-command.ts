import {
  asFileEvent,
  type Decision,
  decide,
  type FileHistory,
  historyOf,
  type Refusal,
} from '@ledger/credit-file';
import { type EventLog, newestForm, StoreError, type StoreErrorCode } from '@ledger/event-log';
import type { Rulebook } from '@ledger/rulebooks';
import {
  type Command,
  eventHash,
  type FileHead,
  type FileId,
  type LedgerEvent,
  parseFileId,
  type Revision,
  recordEvents,
  type StoredEvent,
  streamOf,
} from '@ledger/schemas';
import { type Instant, type LegalDate, legalDateOf, type WorkingCalendar } from '@ledger/statutory-calendar';
import { type MadeGood, madeGood } from '@ledger/timekeeper';
import { ApiError } from '../http/api-error.ts';
import { bodyDigestOf, commandIdOf } from './command-identity.ts';
import { checkPrecondition, type Precondition } from './precondition.ts';
import type { Receipts, ReceivedEvent } from './receipts.ts';

/** What a command is decided with and recorded by. */
export interface CommandDesk {
  readonly eventLog: EventLog;
  readonly receipts: Receipts;
  readonly rulebookOf: (jurisdiction: string, onDate: LegalDate) => Rulebook | undefined;
  readonly calendar: WorkingCalendar;
  readonly clock: () => Instant;
  /** 128 fresh random bits, hex. */
  readonly randomSalt: () => string;
  /** When a timekeeper of this ledger first went into service; undefined before: then nothing is the system's to do. */
  readonly inServiceSince: () => Promise<Instant | undefined>;
  /** From when the system acts under a version that was recorded late. */
  readonly actsFrom?: ((rulebook: string) => string | undefined) | undefined;
}

export interface Order {
  readonly fileId: FileId;
  readonly command: Command;
  readonly idempotencyKey: string;
  readonly precondition: Precondition;
}

/** What became of an order. Shape: `events` is empty when the command changed nothing. */
export type Outcome =
  | { readonly revision: Revision; readonly events: readonly ReceivedEvent[] }
  | { readonly refused: Refusal };

/**
 * Decides a command on the file as the store holds it now and records what it comes to, once: the same order again gets
 * the same answer and adds nothing.
 *
 * What the law has done to the file by then and no timekeeper has recorded yet is recorded with it, in front: nobody
 * decides on a file that is no more.
 *
 * Errors:  REVISION_STALE, PRECONDITION_REQUIRED, FILE_UNKNOWN, IDEMPOTENCY_KEY_REUSED, OUTCOME_UNKNOWN,
 *          RECEIPT_WITHOUT_EVENT; StoreError; what PostgreSQL throws.
 * Durable: the events in the store, and the receipt of them in PostgreSQL.
 */
export async function takeCommand(desk: CommandDesk, order: Order): Promise<Outcome> {
  const commandId = commandIdOf(order.fileId, order.command.actor, order.idempotencyKey);
  try {
    return await attempt(desk, order, commandId);
  } catch (error) {
    if (!(error instanceof StoreError && error.code === 'WRONG_EXPECTED_REVISION')) throw error;
    // Somebody was faster; nothing of ours is in the store. Read once more: it may have been this same order.
    return await attempt(desk, order, commandId);
  }
}

async function attempt(desk: CommandDesk, order: Order, commandId: string): Promise<Outcome> {
  const { fileId, command, precondition } = order;
  const bodyDigest = bodyDigestOf(command);
  // In this order: what a receipt names is in the store before the receipt is written.
  const receipt = await desk.receipts.find(commandId);
  const stored = await readFile(desk.eventLog, fileId);
  if (receipt !== undefined && receipt.bodyDigest !== bodyDigest) throw keyReused();

  const repeated = stored.filter(({ metadata }) => metadata.commandId === commandId);
  if (repeated.length > 0) return await answer(desk, order, commandId, repeated);
  if (receipt?.events !== undefined) {
    throw new ApiError(
      'RECEIPT_WITHOUT_EVENT',
      'This command was acknowledged, and the event store no longer holds it. Tell the operator at once.',
    );
  }

  const head = stored.at(-1);
  checkPrecondition(precondition, head?.revision);
  const history = historyOf(
    fileId,
    stored.flatMap((event) => asFileEvent(newestForm(event)) ?? []),
  );
  const now = desk.clock();
  const due = await whatTheLawDid(desk, history, head, { command, commandId, now });
  const decision = decideAt(now, desk, due.history, command);
  if ('refused' in decision) return decision;
  if (decision.events.length === 0) return unchanged(head?.revision);

  const claimed = await desk.receipts.claim(commandId, fileId, bodyDigest, now);
  if (claimed.bodyDigest !== bodyDigest) throw keyReused();
  const events = recordEvents({
    stream: streamOf(fileId),
    head: headOf(due.events.at(-1) ?? head),
    decided: decision.events,
    commandId,
    correlationId: commandId,
    recordedAt: now,
    salt: desk.randomSalt,
  });
  await append(desk, commandId, head?.revision, [...due.events, ...events]);
  return await acknowledge(desk, order, commandId, events[0]?.revision ?? (0 as Revision));
}

/** The file as the law has made it by the time of the act, and what of that is not recorded yet. */
async function whatTheLawDid(
  { inServiceSince, actsFrom, rulebookOf, calendar, randomSalt }: CommandDesk,
  history: FileHistory,
  head: LedgerEvent | undefined,
  {
    command,
    commandId,
    now,
  }: { readonly command: Command; readonly commandId: string; readonly now: Instant },
): Promise<MadeGood> {
  const since = await inServiceSince();
  if (since === undefined) return { history, events: [] };
  return madeGood(history, {
    rulebookOf,
    calendar,
    inServiceSince: since,
    ...(actsFrom && { actsFrom }),
    head: headOf(head),
    now,
    until: command.occurredAt ?? now,
    correlationId: commandId,
    randomSalt,
  });
}

function headOf(event: LedgerEvent | undefined): FileHead | undefined {
  return event && { revision: event.revision, hash: eventHash(event) };
}

/** Errors after which the store may hold the events all the same. */
const UNCERTAIN: ReadonlySet<StoreErrorCode> = new Set(['OUTCOME_UNKNOWN', 'STORE_FAULT', 'CLOSED']);

async function append(
  { eventLog, receipts }: CommandDesk,
  commandId: string,
  expected: Revision | undefined,
  events: readonly LedgerEvent[],
): Promise<void> {
  const [first] = events;
  if (first === undefined) return;
  try {
    await eventLog.append(first.stream, expected ?? 'no-stream', events);
  } catch (error) {
    if (error instanceof StoreError && !UNCERTAIN.has(error.code)) await receipts.release(commandId);
    throw error;
  }
}

/**
 * From here on the events are in the store, so whatever fails must not be told as "nothing was recorded". They are read
 * back: if the same order ran twice at once, the store kept the bytes of one and both answers must name those.
 */
async function acknowledge(
  desk: CommandDesk,
  order: Order,
  commandId: string,
  from: Revision,
): Promise<Outcome> {
  try {
    const stored = await readFile(desk.eventLog, order.fileId, from);
    return await answer(
      desk,
      order,
      commandId,
      stored.filter(({ metadata }) => metadata.commandId === commandId),
    );
  } catch (cause) {
    throw new ApiError(
      'OUTCOME_UNKNOWN',
      'The command was taken in, but its receipt could not be written. Send the same request with the same Idempotency-Key again to get the answer; it will not be recorded twice.',
      { retryAfterSeconds: 2 },
      { cause },
    );
  }
}

async function answer(
  desk: CommandDesk,
  order: Order,
  commandId: string,
  stored: readonly StoredEvent[],
): Promise<Outcome> {
  const events = stored.map((event) => ({
    id: event.id,
    type: event.type,
    revision: event.revision,
    hash: eventHash(event),
  }));
  const last = events.at(-1);
  if (last === undefined) throw new Error(`the store has acknowledged ${commandId} and does not hold it`);
  await desk.receipts.complete({
    commandId,
    fileId: order.fileId,
    bodyDigest: bodyDigestOf(order.command),
    at: desk.clock(),
    events,
  });
  return { revision: last.revision, events };
}

function decideAt(
  now: Instant,
  { rulebookOf, calendar }: CommandDesk,
  history: FileHistory,
  command: Command,
): Decision {
  const jurisdiction = parseFileId(history.fileId)?.jurisdiction ?? '';
  const onDate = legalDateOf((command.occurredAt ?? now) as Instant);
  return decide(history, command, { rulebook: rulebookOf(jurisdiction, onDate), calendar, now });
}

function unchanged(revision: Revision | undefined): Outcome {
  if (revision === undefined)
    throw new ApiError('FILE_UNKNOWN', 'The file has no event, and this command adds none.');
  return { revision, events: [] };
}

function keyReused(): ApiError {
  return new ApiError(
    'IDEMPOTENCY_KEY_REUSED',
    'This key came with another body before. Use a new one for a new command; repeat a command byte for byte.',
  );
}

async function readFile(
  eventLog: EventLog,
  fileId: FileId,
  from?: Revision,
): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of eventLog.readStream(streamOf(fileId), from)) events.push(event);
  return events;
}
