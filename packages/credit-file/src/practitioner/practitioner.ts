import type { EventData } from '@ledger/schemas';
import type { CreditFile } from '../credit-file.ts';
import type { Matter, Process } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';
import { marksOf } from './practitioners.ts';

/**
 * Practitioners (从业人员): a record of each, certified by themselves; a certificate serves one person (XJ-13-6).
 *
 * Law: ND-3.3-1, ND-3.3-2.
 */
export const practitioner: Process = {
  guards: { 'practitioner-recorded': [isSelfCertified, certificateIsOwn] },
};

/** Law: ND-3.3-1. */
function isSelfCertified({ act }: Matter): Refusal | undefined {
  const { selfCertified } = act.data as EventData<'practitioner-recorded'>;
  if (selfCertified) return undefined;
  return refuse(
    'SELF_CERTIFICATION_REQUIRED',
    act.basis,
    'record a practitioner with the statement by which they certify their own record',
  );
}

/** A certificate is not lent. Law: XJ-13-6. */
function certificateIsOwn({ file, act }: Matter): Refusal | undefined {
  const { holder, certificate } = marksOf(act.data as EventData<'practitioner-recorded'>);
  const lent = file.practitioners.find(
    (one) => certificate !== undefined && one.certificate === certificate && one.holder !== holder,
  );
  if (lent === undefined) return undefined;
  return refuse(
    'CERTIFICATE_IN_USE',
    act.basis,
    `the certificate is recorded for another person since ${lent.recordedAt}; name the holder's own`,
  );
}

/** One certificate recorded for two persons or by two agencies. */
export interface CertificateConflict {
  readonly certificate: string;
  readonly files: readonly string[];
}

/**
 * The certificates that more than one person, or one person at more than one agency, works under.
 *
 * Shape: by certificate mark, each with the files it occurs in; empty when every certificate serves one person in one place.
 * Law:   XJ-13-6.
 */
export function certificateConflicts(files: readonly CreditFile[]): readonly CertificateConflict[] {
  const uses = files.flatMap(({ fileId, practitioners }) =>
    practitioners.flatMap(({ holder, certificate }) =>
      certificate === undefined ? [] : [{ fileId, holder, certificate }],
    ),
  );
  const certificates = [...new Set(uses.map(({ certificate }) => certificate))].toSorted();
  return certificates.flatMap((certificate) => {
    const same = uses.filter((use) => use.certificate === certificate);
    if (new Set(same.map(({ fileId, holder }) => `${fileId} ${holder}`)).size < 2) return [];
    return [{ certificate, files: [...new Set(same.map(({ fileId }) => fileId))] }];
  });
}
