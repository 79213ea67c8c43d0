import { openCases } from '../cases.ts';
import type { Matter } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';

/**
 * A rung of the ladder is reached from the ones before it.
 *
 * `in-order` and `by-gravity` both begin with the interview; after it the one climbs, the other chooses by the gravity of the
 * case (根据情节轻重). An act that rests on another rule than its rung is none of the ladder: a penalty under the law itself,
 * an order without an interview where the law allows one.
 *
 * Law: XJ-15-2, XJ-15-3 (in order); LNO-3.3-3 (by gravity).
 */
export function rungIsReached({ file, act, rulebook }: Matter): Refusal | undefined {
  const { ladder, order } = rulebook.discipline;
  const place = ladder.findIndex(({ value, basis }) => value === act.type && act.basis.includes(basis));
  const [first] = ladder;
  if (order.value === 'none' || place < 1 || first === undefined) return undefined;
  const needed = order.value === 'in-order' ? ladder[place - 1] : first;
  if (needed === undefined || hasClimbed(needed.value, file)) return undefined;
  return refuse(
    'RUNG_SKIPPED',
    [needed.basis],
    `${act.type} comes after ${needed.value}, which this case has not seen; do that first`,
  );
}

/** Whether an act stands in the discipline case that runs: a rectification that would not do leaves what came before it. */
function hasClimbed(rung: string, { cases }: Matter['file']): boolean {
  const running = openCases(cases).findLast(({ kind }) => kind === 'discipline');
  return running?.acts.some(({ type }) => type === rung) === true;
}
