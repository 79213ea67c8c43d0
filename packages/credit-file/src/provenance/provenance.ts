import { isDeepStrictEqual } from 'node:util';
import type { Actor, DocumentReference } from '@ledger/schemas';
import type { CreditFile } from '../credit-file.ts';
import { emptyFile } from '../credit-file.ts';
import { evolve } from '../evolve.ts';
import type { FileEvent } from '../file-event.ts';
import type { FileHistory } from '../history.ts';

/** A fact that a file states: any of its fields that the events of the file fill. */
export type Fact = Exclude<keyof CreditFile, 'fileId' | 'revision' | 'acts'>;

/** One change of a fact: what it became, by which event, from which source, and why. */
export interface FactChange {
  readonly fact: Fact;
  readonly value: unknown;
  readonly revision: number;
  readonly eventId: string;
  readonly type: FileEvent['type'];
  readonly source: Source;
  /** The rules it rests on, and the reason the act gives in words. */
  readonly basis: readonly string[];
  readonly reason: string | undefined;
  readonly occurredAt: string;
  readonly recordedAt: string;
}

/** Where a fact comes from: who said it, on which paper, and of which class the information is. */
export interface Source {
  readonly actor: Pick<Actor, 'kind' | 'org'>;
  readonly document: DocumentReference | undefined;
}

/**
 * Every change of every fact of a file, in the order of its events: the source and the reason of all it states.
 *
 * Shape:  one entry for each event and fact it changed; the last entry of a fact holds its value in the file.
 * Law:    LNR-35-1: 信息来源和变动理由.
 */
export function provenanceOf({ fileId, events }: FileHistory): readonly FactChange[] {
  const changes: FactChange[] = [];
  let before = emptyFile(fileId);
  for (const event of events) {
    const after = evolve(before, event);
    for (const fact of changedFacts(before, after)) changes.push(changeBy(event, fact, after[fact]));
    before = after;
  }
  return changes;
}

function changedFacts(before: CreditFile, after: CreditFile): readonly Fact[] {
  const facts = Object.keys(after) as readonly (keyof CreditFile)[];
  return facts.filter(
    (fact): fact is Fact =>
      fact !== 'fileId' &&
      fact !== 'revision' &&
      fact !== 'acts' &&
      before[fact] !== after[fact] &&
      !isDeepStrictEqual(before[fact], after[fact]),
  );
}

function changeBy({ id, revision, type, data, metadata }: FileEvent, fact: Fact, value: unknown): FactChange {
  const { actor, document, basis, occurredAt, recordedAt } = metadata;
  return {
    fact,
    value,
    revision,
    eventId: id,
    type,
    source: { actor: { kind: actor.kind, org: actor.org }, document },
    basis,
    reason: reasonIn(data),
    occurredAt,
    recordedAt,
  };
}

/** The words in which an act gives its reason. */
function reasonIn(data: object): string | undefined {
  const said = data as Readonly<Record<string, unknown>>;
  const reason = said['reason'] ?? said['reasons'] ?? said['ground'];
  return typeof reason === 'string' ? reason : undefined;
}
