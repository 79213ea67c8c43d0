import type { Rulebook } from '@ledger/rulebooks';
import type { CreditFile } from '../credit-file.ts';

/**
 * The documents that the rulebook asks this agency for and the dossier lacks, with the rule that asks.
 *
 * Law: XJ-8-3 to XJ-8-10; the annual report is not asked of an agency in its first year (XJ-8-8).
 */
export function missingDocuments(
  { dossier, annualReportExempt }: Pick<CreditFile, 'dossier' | 'annualReportExempt'>,
  { filing }: Rulebook,
): readonly { readonly document: string; readonly basis: string }[] {
  return filing.dossier
    .filter(
      ({ value: { needed } }) =>
        needed === 'always' || (needed === 'unless-first-year' && !annualReportExempt),
    )
    .filter(({ value: { document } }) => !dossier.includes(document))
    .map(({ value: { document }, basis }) => ({ document, basis }));
}
