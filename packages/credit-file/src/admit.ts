import type { Rulebook } from '@ledger/rulebooks';
import { rulebookById } from '@ledger/rulebooks';
import type { DecidedEvent } from '@ledger/schemas';
import { isEventType } from '@ledger/schemas';
import type { WorkingCalendar } from '@ledger/statutory-calendar';
import { type FileHistory, fileAt } from './history.ts';
import { judge, judgeMove } from './judge.ts';
import { type Refusal, refuse } from './process/refusal.ts';

/**
 * Whether an act of an imported history may stand behind the events of its file; undefined when it may.
 *
 * The same judgement as for live acts, under the rulebook that the history names, in the file as it stood when the act
 * occurred. Only the document may be missing: the event is then marked `provenance: incomplete`.
 *
 * Errors: a refusal of `REFUSAL_CODES`; never throws.
 */
export function admit(
  history: FileHistory,
  decided: DecidedEvent,
  calendar: WorkingCalendar,
): Refusal | undefined {
  const rulebook: Rulebook | undefined = rulebookById(decided.rulebook);
  if (rulebook === undefined || !history.fileId.startsWith(`${rulebook.jurisdiction}-`)) {
    return refuse(
      'RULEBOOK_UNKNOWN',
      [],
      `${decided.rulebook} is no rulebook of the jurisdiction of ${history.fileId}`,
    );
  }
  if (!isEventType(decided.type))
    throw new Error(`an event type that no schema knows was let in: ${decided.type}`);
  const act = { ...decided, type: decided.type };
  return (
    judge(fileAt(history, decided.occurredAt), act, { rulebook, calendar, origin: 'imported' }) ??
    judgeMove(history.file, act, rulebook)
  );
}
