import type { Grading, Rulebook } from '@ledger/rulebooks';
import { isAdverse, type JournalledEvent } from '@ledger/schemas';
import type { EventPlace, GradeFacts, Point, RecordedGrade } from './grade-row.ts';

/** What is known of a grade before the first event. */
export const NO_FACTS: GradeFacts = { filed: false, points: [], recorded: [] };

/**
 * The facts with one more event, its points taken from the rulebook.
 *
 * Total: an event that bears on no grade leaves the very same facts. Pure; never throws.
 */
export function evolveFacts(facts: GradeFacts, event: JournalledEvent, rulebook: Rulebook): GradeFacts {
  const counted = withPoints(withFiling(facts, event), event, rulebook.grading);
  switch (event.type) {
    case 'graded':
      return { ...counted, recorded: [...counted.recorded, recordedGrade(event)] };
    case 'invalidated':
      return withoutEffectOf(counted, fieldOf(event.data, 'invalidates'), event.id);
    default:
      return withReversal(counted, event, rulebook.grading);
  }
}

function withFiling(facts: GradeFacts, { type }: JournalledEvent): GradeFacts {
  return facts.filed || (type !== 'filed' && type !== 'refiled') ? facts : { ...facts, filed: true };
}

function withPoints(facts: GradeFacts, event: JournalledEvent, grading: Grading): GradeFacts {
  const rule = grading.points.find(({ value }) => fits(value, event));
  if (rule === undefined || rule.value.points === 0) return facts;
  const documented = isAdverse(event.type) && event.metadata.document !== undefined;
  const point: Point = { points: rule.value.points, event: placeOf(event), rule: rule.basis, documented };
  return { ...facts, points: [...facts.points, point] };
}

function fits(rule: Grading['points'][number]['value'], event: JournalledEvent): boolean {
  if (rule.event !== event.type) return false;
  return Object.entries(rule.when ?? {}).every(([field, value]) => fieldOf(event.data, field) === value);
}

/** A reversing event takes the points of the event it names, or else of the latest of the type it reverses. */
function withReversal(facts: GradeFacts, event: JournalledEvent, grading: Grading): GradeFacts {
  const reversal = grading.reversals.find(({ value }) => value.event === event.type);
  if (reversal === undefined) return facts;
  const candidates = facts.points.filter(
    (point) => point.event.type === reversal.value.reverses && point.undoneBy === undefined,
  );
  const named = fieldOf(event.data, 'reversesEventId');
  const reversed =
    named === undefined ? candidates.at(-1) : candidates.find((point) => point.event.id === named);
  return reversed === undefined ? facts : withUndone(facts, reversed.event.id, event.id);
}

/** An invalidated event counts no longer, and what it had undone counts again. */
function withoutEffectOf(facts: GradeFacts, invalidated: unknown, by: string): GradeFacts {
  const touched = [...facts.points, ...facts.recorded].some(
    ({ event, undoneBy }) => event.id === invalidated || undoneBy === invalidated,
  );
  if (typeof invalidated !== 'string' || !touched) return facts;
  const revive = <Entry extends Point | RecordedGrade>(entry: Entry): Entry => {
    if (entry.undoneBy !== invalidated) return entry;
    const { undoneBy: _, ...active } = entry;
    // Only the optional member is gone.
    return active as Entry;
  };
  const revived = { ...facts, points: facts.points.map(revive), recorded: facts.recorded.map(revive) };
  return withUndone(revived, invalidated, by);
}

function withUndone(facts: GradeFacts, eventId: string, by: string): GradeFacts {
  const undo = <Entry extends Point | RecordedGrade>(entry: Entry): Entry =>
    entry.event.id === eventId && entry.undoneBy === undefined ? { ...entry, undoneBy: by } : entry;
  return { ...facts, points: facts.points.map(undo), recorded: facts.recorded.map(undo) };
}

function recordedGrade(event: JournalledEvent): RecordedGrade {
  // The payload was parsed by its schema on the way in.
  const { grade, score, inspectionRatioBp, model } = event.data as RecordedGrade;
  return { grade, score, inspectionRatioBp, model, event: placeOf(event) };
}

function placeOf({ id, type, revision, position, metadata }: JournalledEvent): EventPlace {
  return { id, type, revision, position, occurredAt: metadata.occurredAt };
}

function fieldOf(data: unknown, field: string): unknown {
  return typeof data === 'object' && data !== null ? (data as Record<string, unknown>)[field] : undefined;
}
