import { randomBytes } from 'node:crypto';
import { admit, continued, emptyHistory, type FileEvent, type FileHistory } from '@ledger/credit-file';
import { type EventLog, StoreError } from '@ledger/event-log';
import { ruleOf } from '@ledger/rulebooks';
import {
  eventHash,
  type ImportedFile,
  type LedgerEvent,
  recordEvents,
  type StoredEvent,
  streamOf,
} from '@ledger/schemas';
import type { WorkingCalendar } from '@ledger/statutory-calendar';
import { canonicalJsonText } from '@ledger/transparency-log';

/** What stands against a file of an import: the line, the rule, why, and what to do. */
export interface ImportObjection {
  readonly line: number;
  readonly agencyId: string;
  readonly code: string;
  /** A rule id of the law, or the rule of the import form in words. */
  readonly rule: string;
  readonly reason: string;
  readonly remedy: string;
}

/** What became of one agency's file. */
export interface ImportedFileResult {
  readonly file: ImportedFile;
  /** Events that are in the ledger now and were not before. */
  readonly added: number;
  /** Events that the ledger already had, line by line the same. */
  readonly known: number;
  readonly objection?: ImportObjection;
}

export interface ImportContext {
  readonly eventLog: EventLog;
  readonly calendar: WorkingCalendar;
  /** Batch id that marks the events as imported. */
  readonly batch: string;
  readonly dryRun: boolean;
}

const CONTRADICTION = {
  rule: 'what the ledger has taken in never changes',
  remedy: 'leave the line as it was taken in; a correction is an event of its own',
};
const CONCURRENT = {
  rule: 'a file grows at one end, by one writer at a time',
  remedy: 'run the import again: what it has already added is then known',
};

/**
 * Imports one agency's file: every line is judged, then all new ones go into its stream in one write.
 *
 * Shape:   lines that the ledger has are compared and not added again; a file with an objection adds nothing.
 * Errors:  throws `StoreError` when the store cannot be reached; the file is then as it was, or whole.
 * Durable: when it returns.
 */
export async function importFile(file: ImportedFile, context: ImportContext): Promise<ImportedFileResult> {
  const stored = await readAll(context.eventLog, file);
  const events = asEvents(file, stored, context.batch);
  const contradiction = firstContradiction(file, stored, events);
  if (contradiction !== undefined) return { file, added: 0, known: 0, objection: contradiction };

  const known = Math.min(stored.length, events.length);
  const refused = firstRefusal(file, events, known, context.calendar);
  if (refused !== undefined) return { file, added: 0, known, objection: refused };

  const fresh = events.slice(known);
  if (fresh.length === 0 || context.dryRun) return { file, added: fresh.length, known };
  try {
    const last = stored.at(-1);
    await context.eventLog.append(streamOf(file.fileId), last?.revision ?? 'no-stream', fresh);
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'WRONG_EXPECTED_REVISION') throw error;
    const line = file.lines[known]?.line ?? 1;
    const reason = `another writer has added to ${file.fileId} meanwhile`;
    return {
      file,
      added: 0,
      known,
      objection: { line, agencyId: file.agencyId, code: error.code, reason, ...CONCURRENT },
    };
  }
  return { file, added: fresh.length, known };
}

async function readAll(eventLog: EventLog, file: ImportedFile): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of eventLog.readStream(streamOf(file.fileId))) events.push(event);
  return events;
}

/** The file's lines as events; those that the ledger has keep the salt they have there, so that hashes meet. */
function asEvents(file: ImportedFile, stored: readonly StoredEvent[], batch: string): readonly LedgerEvent[] {
  const events: LedgerEvent[] = [];
  for (const [index, { event }] of file.lines.entries()) {
    const before = events.at(-1);
    const known = stored[index]?.metadata;
    events.push(
      ...recordEvents({
        stream: streamOf(file.fileId),
        head: before && { revision: before.revision, hash: eventHash(before) },
        decided: [event],
        commandId: event.commandId,
        correlationId: file.lines[0]?.event.commandId ?? event.commandId,
        recordedAt: event.recordedAt,
        salt: () => known?.salt ?? randomBytes(16).toString('hex'),
        imported: known?.imported ?? batch,
      }),
    );
  }
  return events;
}

function firstContradiction(
  file: ImportedFile,
  stored: readonly StoredEvent[],
  events: readonly LedgerEvent[],
): ImportObjection | undefined {
  for (const [index, { line }] of file.lines.entries()) {
    const [ours, theirs] = [events[index], stored[index]];
    if (ours === undefined || theirs === undefined) return undefined;
    const same =
      ours.id === theirs.id && canonicalJsonText(comparable(ours)) === canonicalJsonText(comparable(theirs));
    if (same) continue;
    const reason =
      ours.id === theirs.id
        ? `revision ${index} of ${file.fileId} says something else in the ledger`
        : `revision ${index} of ${file.fileId} is the event ${theirs.id} (${theirs.type}) in the ledger`;
    return { line, agencyId: file.agencyId, code: 'IMPORT_CONTRADICTS_LEDGER', reason, ...CONTRADICTION };
  }
  return undefined;
}

function comparable({ type, data, metadata }: LedgerEvent): unknown {
  return { type, data, metadata };
}

function firstRefusal(
  file: ImportedFile,
  events: readonly LedgerEvent[],
  known: number,
  calendar: WorkingCalendar,
): ImportObjection | undefined {
  let history: FileHistory = emptyHistory(file.fileId);
  for (const [index, event] of events.entries()) {
    const line = file.lines[index];
    if (line === undefined) break;
    const refusal = index < known ? undefined : admit(history, line.event, calendar);
    if (refusal !== undefined) {
      const articles = refusal.basis.map((id) => `${id} ${ruleOf(id)?.article ?? ''}`.trim());
      return {
        line: line.line,
        agencyId: file.agencyId,
        code: refusal.code,
        rule: articles.join('; ') || refusal.code,
        reason: refusal.detail,
        remedy: 'correct the history, or add the act that is missing before this line',
      };
    }
    // The payload has been parsed by the schema of its type.
    history = continued(history, event as FileEvent);
  }
  return undefined;
}
