import { nameBasedUuid } from '@ledger/schemas';
import type { CreditFile } from '../credit-file.ts';
import type { FileEvent } from '../file-event.ts';

/** A practitioner of an agency, by marks that tell two apart and name nobody (LNR-8-1). */
export interface Practitioner {
  readonly holder: string;
  readonly certificate: string | undefined;
  readonly recordedAt: string;
}

const HOLDERS = 'b1f0a6de-7f0a-5b0e-9a43-5d6f2c1a7e01';
const CERTIFICATES = 'b1f0a6de-7f0a-5b0e-9a43-5d6f2c1a7e02';

/** The marks of a practitioner: the same person and the same certificate give the same ones. */
export function marksOf(practitioner: {
  readonly name: string;
  readonly residentId?: string | undefined;
  readonly certificateNo?: string | undefined;
}): Pick<Practitioner, 'holder' | 'certificate'> {
  const { name, residentId, certificateNo } = practitioner;
  return {
    holder: nameBasedUuid(HOLDERS, residentId ?? name),
    certificate: certificateNo === undefined ? undefined : nameBasedUuid(CERTIFICATES, certificateNo),
  };
}

/** Keeps the practitioners of an agency. Law: ND-3.3-1. */
export function foldPractitioners(file: CreditFile, event: FileEvent): CreditFile {
  if (event.type !== 'practitioner-recorded') return file;
  const practitioner = { ...marksOf(event.data), recordedAt: event.metadata.occurredAt };
  return { ...file, practitioners: [...file.practitioners, practitioner] };
}
