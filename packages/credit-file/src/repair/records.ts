import { defaultClassOf, determinedBy, type PublicationClass } from '@ledger/rulebooks';
import type { LegalDate } from '@ledger/statutory-calendar';
import { caseOf } from '../cases.ts';
import type { CreditFile } from '../credit-file.ts';
import { asCaseEvent, type FileEvent } from '../file-event.ts';

/** A determination of untrustworthy conduct, and whether it still stands before the public. */
export interface AdverseRecord {
  readonly eventId: string;
  readonly type: FileEvent['type'];
  /** Number of its document: the name by which repair, objection and the end of publication speak of it. */
  readonly number: string | undefined;
  /** The list, when it is a listing. */
  readonly list: string | undefined;
  /** The organisation that determined, and so the one that decides on objection and repair (LNR-7-2). */
  readonly determinedBy: string;
  readonly determinedOn: LegalDate;
  readonly publicationClass: PublicationClass;
  readonly ended:
    | {
        readonly at: string;
        readonly by: 'repaired' | 'unpublished' | 'withdrawn' | 'delisted' | 'invalidated';
      }
    | undefined;
}

type End = NonNullable<AdverseRecord['ended']>['by'];

/**
 * Keeps the determinations of a file and their ends.
 *
 * Law: LNR-23-1; NR58-1, NR36-1; decision G-16: the ledger keeps what was repaired, for the regulator and the auditor.
 */
export function foldRecords(file: CreditFile, event: FileEvent): CreditFile {
  switch (event.type) {
    case 'listed':
      // A favourable or informational listing determines no untrustworthy conduct.
      return (event.data.effect ?? 'adverse') === 'adverse' ? withRecord(file, event, event.data) : file;
    case 'penalised':
      return withRecord(file, event, event.data);
    case 'warned':
    case 'criticised':
    case 'exposed':
      return withRecord(file, event, {});
    case 'repaired':
      return ended(file, event, 'repaired', repairedRecord(file, event));
    case 'unpublished':
    case 'withdrawn': {
      const { what } = event.data;
      return what === undefined ? file : ended(file, event, event.type, isMeantBy(what));
    }
    case 'delisted': {
      const { list } = event.data;
      const isListing = (one: AdverseRecord) =>
        one.type === 'listed' && (list === undefined || one.list === list);
      return ended(file, event, 'delisted', isListing);
    }
    case 'invalidated': {
      const { invalidates } = event.data;
      return ended(file, event, 'invalidated', ({ eventId }) => eventId === invalidates);
    }
    default:
      return file;
  }
}

/** The determinations that still stand, oldest first. */
export function standingRecords(file: CreditFile): readonly AdverseRecord[] {
  return file.records.filter((record) => record.ended === undefined);
}

/** Whether an order to end publication means a determination: by its document's number, or by the class of information it belongs to. */
export function isMeantBy(what: string): (record: AdverseRecord) => boolean {
  const types = determinedBy(what);
  return ({ number, type }) => number === what || types.includes(type);
}

/** The determination that a document number names, the newest one; or, without a number, the oldest that still stands. */
export function recordOf(file: CreditFile, number: string | undefined): AdverseRecord | undefined {
  if (number === undefined) return standingRecords(file)[0];
  return file.records.findLast((record) => record.number === number);
}

function withRecord(
  file: CreditFile,
  { id, type, metadata }: FileEvent,
  said: { readonly publicationClass?: PublicationClass | undefined; readonly list?: string | undefined },
): CreditFile {
  const record: AdverseRecord = {
    eventId: id,
    type,
    number: metadata.document?.number,
    list: said.list,
    determinedBy: metadata.actor.org,
    determinedOn: (metadata.document?.date ?? metadata.occurredAt.slice(0, 10)) as LegalDate,
    publicationClass: said.publicationClass ?? defaultClassOf(type) ?? 'general',
    ended: undefined,
  };
  return { ...file, records: [...file.records, record] };
}

function repairedRecord(file: CreditFile, event: Extract<FileEvent, { type: 'repaired' }>) {
  const named = event.data.penalty ?? caseOf(file.cases, 'repair', asCaseEvent(event))?.ref;
  const target = recordOf(file, named);
  return (one: AdverseRecord) => one === target;
}

function ended(
  file: CreditFile,
  { metadata }: FileEvent,
  by: End,
  ends: (one: AdverseRecord) => boolean,
): CreditFile {
  if (!file.records.some((one) => one.ended === undefined && ends(one))) return file;
  const records = file.records.map((one) =>
    one.ended === undefined && ends(one) ? { ...one, ended: { at: metadata.occurredAt, by } } : one,
  );
  return { ...file, records };
}
