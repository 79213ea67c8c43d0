import {
  type Answer,
  type CreditFile,
  type Listing,
  type OutsideFacts,
  runningListings,
} from '@ledger/credit-file';
import type { ReadModels } from '@ledger/projection-engine';
import { fileIdOf, parseFileId } from '@ledger/schemas';
import { type Instant, legalDateOf } from '@ledger/statutory-calendar';
import { worklist } from '@ledger/worklist';
import type { FactsSource } from './outside-facts.ts';

/** The ledger's own files, and the jurisdictions that have any. */
export interface OwnFiles {
  readonly readModels: Pick<ReadModels, 'rowsOf'>;
  readonly jurisdictions: readonly string[];
  readonly clock: () => Instant;
}

/**
 * What the ledger itself knows against an agency: the files of the same agency, in every jurisdiction.
 *
 * Only a listing is national in effect (G-17); a market ban and a bar elsewhere are noted for the reviewer. That the ledger
 * knows of no listing is no answer: others keep lists too.
 *
 * Law: XJ-9-2, LNR-29-1, ND-3.2-3; decisions G-17, G-18.
 */
export function factsOfTheLedger({ readModels, jurisdictions, clock }: OwnFiles): FactsSource {
  const rows = readModels.rowsOf(worklist);
  return {
    async factsOf(fileId) {
      const uscc = parseFileId(fileId)?.uscc ?? '';
      const found = await Promise.all(jurisdictions.map((one) => rows.get(fileIdOf(one, uscc))));
      const files = found.flatMap((row) => (row === undefined ? [] : [row.file]));
      return factsIn(files, fileId, legalDateOf(clock()));
    },
  };
}

/** What the files of one agency say against it on a day. */
function factsIn(files: readonly CreditFile[], own: string, today: string): OutsideFacts {
  const listings = files.flatMap((file) => runningListings(file).map((listing) => ({ file, listing })));
  const [listed] = listings;
  const roles = [...new Set(listings.flatMap(({ listing: { extendsTo } }) => extendsTo))];
  const reaching = listings.find(({ listing: { extendsTo } }) => extendsTo.length > 0);
  return {
    ...(listed !== undefined && { agencyListed: true }),
    ...(reaching !== undefined && { listedRoles: roles }),
    told: {
      ...(listed !== undefined && { agencyListed: said(`${listingIn(listed)} names the agency`) }),
      ...(reaching !== undefined && {
        listedRoles: said(`${listingIn(reaching)} reaches ${roles.join('、')}`),
      }),
    },
    noted: files.filter(({ fileId }) => fileId !== own).flatMap((file) => notedIn(file, today)),
  };
}

function listingIn({ file, listing }: { readonly file: CreditFile; readonly listing: Listing }): string {
  const paper = listing.documentNumber === undefined ? '' : ` (${listing.documentNumber})`;
  return `${listing.list}${paper} of ${listing.listedAt.slice(0, 10)} on file ${file.fileId}`;
}

function notedIn({ fileId, marketBan, bar }: CreditFile, today: string): readonly Answer[] {
  const runs = (term: { readonly lastDay: string } | undefined) =>
    term !== undefined && today <= term.lastDay;
  return [
    ...(runs(marketBan)
      ? [said(`a market ban runs to the end of ${marketBan?.lastDay} on file ${fileId}`)]
      : []),
    ...(runs(bar) ? [said(`a bar runs to the end of ${bar?.lastDay} on file ${fileId}`)] : []),
  ];
}

function said(says: string): Answer {
  return { from: 'ledger', says };
}
