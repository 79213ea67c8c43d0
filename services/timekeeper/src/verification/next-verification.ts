import { awaitsVerification, decide, type FileHistory, verificationDuty } from '@ledger/credit-file';
import { compareInstants, type Instant, legalDateOf } from '@ledger/statutory-calendar';
import { dueActOf, type FoundAct, jurisdictionOf, type LawOfTheDay } from '../due-acts.ts';
import type { FactsSource } from './outside-facts.ts';

/**
 * Since when a filing waits for its automatic verification; undefined when it does not, or waited before the timekeeper went
 * into service.
 */
export function verificationAwaited(
  { fileId, file }: Pick<FileHistory, 'fileId' | 'file'>,
  { rulebookOf, inServiceSince }: LawOfTheDay,
  now: Instant,
): Instant | undefined {
  const rulebook = rulebookOf(jurisdictionOf(fileId), legalDateOf(now));
  const since = rulebook && (awaitsVerification(file, rulebook) as Instant | undefined);
  if (since === undefined || compareInstants(since, now) > 0) return undefined;
  return inServiceSince !== undefined && compareInstants(since, inServiceSince) < 0 ? undefined : since;
}

/**
 * The verification that a filing waits for, made by the facts as they are told now; undefined when it waits for none.
 *
 * The act counts from now, when the registers were asked. One verification a filing, and one for each supplement.
 *
 * Errors: what the source of the facts throws.
 * Law:    LNO-1.2-3, XJ-9-2; decision record 0013.
 */
export async function nextVerification(
  history: FileHistory,
  law: LawOfTheDay,
  facts: FactsSource,
  now: Instant,
  refused: ReadonlySet<string>,
): Promise<FoundAct | undefined> {
  const since = verificationAwaited(history, law, now);
  const rulebook = law.rulebookOf(jurisdictionOf(history.fileId), legalDateOf(now));
  if (since === undefined || rulebook === undefined) return undefined;
  const duty = verificationDuty(history.file, await facts.factsOf(history.fileId), rulebook, now);
  // Named for what it verifies: whatever the registers say, one filing is verified once.
  const act = dueActOf(history.fileId, duty, ['verification', since]);
  if (refused.has(act.commandId)) return undefined;
  return { act, decision: decide(history, act.command, { rulebook, calendar: law.calendar, now }) };
}
