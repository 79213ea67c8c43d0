import type { FileEvent } from '@ledger/credit-file';
import { determinedBy } from '@ledger/rulebooks';
import { maskPersonName } from './masking/name.ts';
import { redactPersonalValues } from './masking/redact.ts';
import type { RegisterRow } from './row.ts';
import { dayOf, documentOf, sourceOf } from './source.ts';

type EventOf<Type extends FileEvent['type']> = Extract<FileEvent, { readonly type: Type }>;
type Sanction = RegisterRow['adverse'][number];

/** Publishes a penalty, the person's name masked; one of the minor class is not published (NR36-1: 轻微). */
export function penalise(row: RegisterRow, event: EventOf<'penalised'>): RegisterRow {
  const { measure, amountFen, confiscatedFen, person, publicationClass } = event.data;
  if (publicationClass === 'minor') return row;
  return publish(row, {
    ...sourceOf(event),
    kind: 'penalised',
    measure: redactPersonalValues(measure),
    ...(amountFen !== undefined && { amountFen }),
    ...(confiscatedFen !== undefined && { confiscatedFen }),
    ...(person !== undefined && { person: maskPersonName(person) }),
    decidedOn: dayOf(event.metadata.document?.date ?? event.metadata.occurredAt),
    ...documentOf(event),
  });
}

/** Publishes that the agency stands on a list. Law: LNR-28-2, XJ-15-1. */
export function list(row: RegisterRow, event: EventOf<'listed'>): RegisterRow {
  // A favourable or informational listing is no sanction.
  if ((event.data.effect ?? 'adverse') !== 'adverse') return row;
  return publish(row, {
    ...sourceOf(event),
    kind: 'listed',
    list: redactPersonalValues(event.data.list),
    decidedOn: dayOf(event.metadata.document?.date ?? event.metadata.occurredAt),
    ...documentOf(event),
  });
}

/** Ends the publication of a listing: of the named list, or of every list. Law: LNR-30-1. */
export function delist(row: RegisterRow, event: EventOf<'delisted'>): RegisterRow {
  const { list } = event.data;
  return endPublication(row, (one) => one.kind === 'listed' && (list === undefined || one.list === list));
}

/** Remembers which penalty a repair is asked for. */
export function applyForRepair(row: RegisterRow, event: EventOf<'repair-applied'>): RegisterRow {
  const { repairOf: _older, ...rest } = row;
  const { penalty } = event.data;
  return penalty === undefined ? rest : { ...rest, repairOf: penalty };
}

/**
 * Ends the publication of what was repaired: the penalty it names, or all when it names none.
 *
 * Law: NR36-1, LNR-39-3; decision G-16: the ledger keeps the facts, the public does not see them any more.
 */
export function repair(row: RegisterRow, event: EventOf<'repaired'>): RegisterRow {
  const { repairOf, ...rest } = row;
  const penalty = event.data.penalty ?? repairOf;
  return endPublication(rest, (one) => penalty === undefined || one.document?.number === penalty);
}

/** Ends the publication of what an order names: a class of information, a document, a list, a measure. */
export function endPublicationOf(row: RegisterRow, names: readonly string[]): RegisterRow {
  return endPublication(row, (one) =>
    names.some(
      (name) =>
        determinedBy(name).includes(one.kind) ||
        name === one.document?.number ||
        name === one.list ||
        name === one.measure,
    ),
  );
}

/** Corrects the amount of the published penalty that bears the wrong one. Law: LNR-37-2. */
export function correctAmount(row: RegisterRow, event: EventOf<'corrected'>): RegisterRow {
  const { field, before, after } = event.data;
  if (field !== 'amountFen' || typeof after !== 'number') return row;
  const wrong = row.adverse.find((one) => one.amountFen === before);
  if (wrong === undefined) return row;
  return {
    ...row,
    adverse: row.adverse.map((one) => (one === wrong ? { ...one, amountFen: after } : one)),
  };
}

function publish(row: RegisterRow, sanction: Sanction): RegisterRow {
  return { ...row, adverse: [...row.adverse, sanction] };
}

function endPublication(row: RegisterRow, ends: (one: Sanction) => boolean): RegisterRow {
  const remaining = row.adverse.filter((one) => !ends(one));
  return remaining.length === row.adverse.length ? row : { ...row, adverse: remaining };
}
