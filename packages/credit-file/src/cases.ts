import type { EventType } from '@ledger/schemas';
import { CASE_MACHINES, type Case, type CaseKind, type CaseMachine } from './case-table.ts';

/** What an event does to the cases of one kind. */
type CaseMove =
  | { readonly kind: CaseKind; readonly moved: Case }
  | { readonly kind: CaseKind; readonly untouched: true }
  | {
      readonly kind: CaseKind;
      readonly refused: { readonly step: string; readonly expected: readonly string[] };
    };

/** The part of an event that the case machines look at. */
export interface CaseEvent {
  readonly type: EventType;
  readonly data: unknown;
  readonly occurredAt: string;
  readonly actor?: { readonly org: string };
}

const KINDS = Object.keys(CASE_MACHINES) as readonly CaseKind[];

/** Kinds of case that name an event, so that only these are asked. */
const KINDS_BY_EVENT: ReadonlyMap<string, readonly CaseKind[]> = groupKindsByEvent();

/**
 * Moves every case that the event concerns.
 *
 * Shape:  the same list when nothing moved; a refused move leaves its case as it is, so the fold is total.
 * Errors: never throws.
 */
export function evolveCases(cases: readonly Case[], event: CaseEvent): readonly Case[] {
  let next = cases;
  for (const move of movesOf(cases, event)) {
    if ('moved' in move) next = replaceCase(next, move.moved);
  }
  return next;
}

/** The first case machine that forbids the event, or undefined when it may happen. */
export function forbiddenByCase(
  cases: readonly Case[],
  event: CaseEvent,
): { readonly kind: CaseKind; readonly step: string; readonly expected: readonly string[] } | undefined {
  for (const move of movesOf(cases, event)) {
    if ('refused' in move) return { kind: move.kind, ...move.refused };
  }
  return undefined;
}

/** The cases that are not over. */
export function openCases(cases: readonly Case[]): readonly Case[] {
  return cases.filter((one) => !isFinal(one));
}

/** The newest case of a kind, over or not. */
export function latestCase(cases: readonly Case[], kind: CaseKind): Case | undefined {
  return cases.findLast((one) => one.kind === kind);
}

/** The case that an event speaks of, as it stands; undefined when it would open one, or there is none. */
export function caseOf(cases: readonly Case[], kind: CaseKind, event: CaseEvent): Case | undefined {
  const machine: CaseMachine = CASE_MACHINES[kind];
  const ours = cases.filter((one) => one.kind === kind);
  return subjectOf(machine, ours, refIn(machine, event), movesIn(machine, event));
}

/** When a type of act was last done in a case; undefined when never. */
export function timeOf(one: Case, type: EventType): string | undefined {
  return one.acts.findLast((act) => act.type === type)?.at;
}

/** Which organisation first did a type of act in a case. */
export function authorIn(one: Case, type: EventType): string | undefined {
  return one.acts.find((act) => act.type === type)?.by;
}

/** A text that a case keeps, or undefined. */
export function factIn(one: Case, field: string): string | undefined {
  return textField(one.facts, field);
}

/** The case of a kind that carries a reference. */
export function caseByRef(cases: readonly Case[], kind: CaseKind, ref: string): Case | undefined {
  return cases.find((one) => one.kind === kind && one.ref === ref);
}

function isFinal(one: Case): boolean {
  return (CASE_MACHINES[one.kind].final as readonly string[]).includes(one.step);
}

function movesOf(cases: readonly Case[], event: CaseEvent): readonly CaseMove[] {
  return (KINDS_BY_EVENT.get(event.type) ?? []).map((kind) => moveOf(kind, cases, event));
}

function moveOf(kind: CaseKind, cases: readonly Case[], event: CaseEvent): CaseMove {
  const machine: CaseMachine = CASE_MACHINES[kind];
  const steps = movesIn(machine, event);
  const ref = refIn(machine, event);
  const ours = cases.filter((one) => one.kind === kind);
  const subject = subjectOf(machine, ours, ref, steps);
  const before = subject?.step ?? 'none';
  const after = steps[before];
  if (after === undefined) return { kind, refused: { step: before, expected: Object.keys(steps) } };
  if (after === 'none') return { kind, untouched: true };
  const said = saidIn(machine, event);
  const opened = subject ?? openedBy(event, `${kind}-${ours.length + 1}`, kind);
  return {
    kind,
    moved: {
      ...opened,
      step: after,
      ref: opened.ref ?? ref,
      movedAt: after === before ? opened.movedAt : event.occurredAt,
      acts: [...opened.acts, { type: event.type, at: event.occurredAt, by: event.actor?.org, said }],
      facts: { ...opened.facts, ...said },
    },
  };
}

function openedBy({ occurredAt }: CaseEvent, id: string, kind: CaseKind): Case {
  const ref = undefined;
  return { id, kind, step: 'none', ref, openedAt: occurredAt, movedAt: occurredAt, acts: [], facts: {} };
}

function saidIn({ keeps = [] }: CaseMachine, { data }: CaseEvent): Case['facts'] {
  if (typeof data !== 'object' || data === null) return {};
  return Object.fromEntries(
    Object.entries(data).filter(([field, value]) => keeps.includes(field) && value !== undefined),
  );
}

function movesIn(machine: CaseMachine, { type, data }: CaseEvent): Readonly<Record<string, string>> {
  const outcome = machine.outcomes?.[type];
  const taken = outcome !== undefined && textField(data, outcome.field) === outcome.value;
  return taken ? outcome.moves : (machine.events[type] ?? {});
}

/** Which case an event speaks of: the one it names, or else the oldest open one that may take the step. */
function subjectOf(
  machine: CaseMachine,
  ours: readonly Case[],
  ref: string | undefined,
  steps: Readonly<Record<string, string>>,
): Case | undefined {
  if (ref !== undefined) {
    const named = ours.find((one) => one.ref === ref && !(machine.refRecurs === true && isFinal(one)));
    if (named !== undefined) return named;
  }
  const mayMove = (one: Case) => steps[one.step] !== undefined;
  const open = ours.filter((one) => !isFinal(one) && (ref === undefined || one.ref === undefined));
  const movable = open.find(mayMove);
  if (movable !== undefined || 'none' in steps) return movable;
  if (ref !== undefined) return open[0];
  // A case that is over can still be spoken of when nothing names it: a notice after the end of a complaint.
  return ours.findLast(mayMove) ?? open[0] ?? ours.at(-1);
}

function replaceCase(cases: readonly Case[], moved: Case): readonly Case[] {
  const place = cases.findIndex((one) => one.id === moved.id);
  return place === -1 ? [...cases, moved] : cases.with(place, moved);
}

function refIn(machine: CaseMachine, event: CaseEvent): string | undefined {
  return machine.ref === undefined ? undefined : textField(event.data, machine.ref);
}

function textField(data: unknown, field: string): string | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const value = (data as Readonly<Record<string, unknown>>)[field];
  return typeof value === 'string' ? value : undefined;
}

function groupKindsByEvent(): ReadonlyMap<string, readonly CaseKind[]> {
  const kinds = new Map<string, CaseKind[]>();
  for (const kind of KINDS) {
    for (const type of Object.keys(CASE_MACHINES[kind].events))
      kinds.set(type, [...(kinds.get(type) ?? []), kind]);
  }
  return kinds;
}
