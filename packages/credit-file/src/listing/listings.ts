import type { CreditFile, Listing, Measure } from '../credit-file.ts';
import type { FileEvent } from '../file-event.ts';

/** Keeps the lists that a file stands or stood on, with the measures they carry. Law: LNR-28-2, LNR-29-1, LNR-30-1. */
export function foldListings(file: CreditFile, event: FileEvent): CreditFile {
  const { occurredAt, document } = event.metadata;
  switch (event.type) {
    case 'listed': {
      const { list, effect = 'adverse', extendsTo = [], measures = [], lastDay } = event.data;
      const listing: Listing = {
        list,
        effect,
        listedAt: occurredAt,
        documentNumber: document?.number,
        delistedAt: undefined,
        extendsTo,
        measures: measures.map((one) => ({
          measure: one.measure,
          lastDay: one.lastDay ?? lastDay,
          endedAt: undefined,
        })),
      };
      return { ...file, listings: [...file.listings, listing] };
    }
    case 'delisted': {
      const { list } = event.data;
      return withListings(file, (one) =>
        one.delistedAt === undefined && (list === undefined || one.list === list)
          ? { ...one, delistedAt: occurredAt }
          : one,
      );
    }
    case 'measure-ended': {
      const { measures } = event.data;
      const end = (one: Measure) =>
        one.endedAt === undefined && measures.includes(one.measure) ? { ...one, endedAt: occurredAt } : one;
      return withListings(file, (one) => ({ ...one, measures: one.measures.map(end) }));
    }
    default:
      return file;
  }
}

/** A measure that still applies, with the listing that carries it. */
export interface RunningMeasure {
  readonly listing: Listing;
  readonly measure: Measure;
}

/** The measures that still apply, in the order in which they were laid on. */
export function runningMeasures(file: CreditFile): readonly RunningMeasure[] {
  return file.listings.flatMap((listing) =>
    listing.measures.filter(({ endedAt }) => endedAt === undefined).map((measure) => ({ listing, measure })),
  );
}

function withListings(file: CreditFile, change: (one: Listing) => Listing): CreditFile {
  return file.listings.length === 0 ? file : { ...file, listings: file.listings.map(change) };
}
