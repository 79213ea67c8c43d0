import { describe, it } from 'vitest';
import { agency, authority, filingOf, given, paper, type Step, system } from '../../testing/scenario.ts';

const filed: Step = { name: 'file', at: '2025-03-03T10:00:00+08:00', by: agency, data: filingOf() };
const verified: Step = {
  name: 'pass-verification',
  at: '2025-03-03T10:10:00+08:00',
  by: system,
  data: { checks: { usccCheckDigit: 'pass' } },
};
const accepted: Step = {
  name: 'accept',
  at: '2025-03-11T15:30:00+08:00',
  by: authority,
  data: { fileNo: 'XJ-2025-0001' },
};

describe('XJ-7-1, XJ-8-2: an agency files by itself', () => {
  it('puts the file under review', () =>
    given([]).when(filed).thenEvents('filed').thenStatus('under-review'));

  it('exempts an agency registered less than a year before from the annual report (XJ-8-8)', () =>
    given([])
      .when({ ...filed, data: filingOf({ registeredOn: '2024-03-04' }) })
      .thenData(0, { annualReportExempt: true }));

  it('exempts it no longer on the anniversary', () =>
    given([])
      .when({ ...filed, data: filingOf({ registeredOn: '2024-03-03' }) })
      .thenData(0, { annualReportExempt: false }));

  it('takes one filing at a time', () => given([filed]).when(filed).thenRefused('FILE_IN_OTHER_STATE'));

  it('is not for services outside the definition (XJ-3-1)', () =>
    given([])
      .when({ ...filed, data: filingOf({ serviceKinds: ['占卜'] }) })
      .thenRefused('SERVICE_NOT_COVERED', 'XJ-3-1'));
});

describe('XJ-10-1: review of a filing', () => {
  it('accepts, counts the working days of the review, and publishes', () =>
    given([filed, verified])
      .when(accepted)
      .thenEvents('accepted', 'published', 'forwarded')
      .thenData(0, { fileNo: 'XJ-2025-0001', reviewDays: 6 })
      .thenStatus('on-file'));

  it('does not accept while a verification has failed', () =>
    given([filed, { ...verified, name: 'fail-verification' }])
      .when(accepted)
      .thenRefused('VERIFICATION_OPEN'));

  it('does not accept a dossier that lacks a document', () =>
    given([{ ...filed, data: filingOf({ documents: [] }) }])
      .when(accepted)
      .thenRefused('DOSSIER_INCOMPLETE'));

  it('accepts after the supplement', () => {
    const documents = filingOf()['documents'] as readonly { kind: string }[];
    const lacking = documents.filter(({ kind }) => kind !== 'fee-schedule');
    given([
      { ...filed, data: filingOf({ documents: lacking }) },
      {
        name: 'request-supplement',
        at: '2025-03-05T09:00:00+08:00',
        by: authority,
        data: { missing: ['fee-schedule'] },
      },
      {
        name: 'supplement',
        at: '2025-03-06T09:00:00+08:00',
        by: agency,
        data: { documents: [{ kind: 'fee-schedule', sha256: 'd'.repeat(64) }] },
      },
    ])
      .thenStatus('under-review')
      .when(accepted)
      // G-03: the complete dossier of 6 March starts the count anew.
      .thenData(0, { reviewDays: 3 });
  });

  it('does not accept twice', () =>
    given([filed, accepted]).when(accepted).thenRefused('FILE_IN_OTHER_STATE'));
});

describe('XJ-9: grounds of refusal', () => {
  const refusal: Step = {
    name: 'refuse',
    at: '2025-03-11T15:30:00+08:00',
    by: authority,
    document: paper,
    basis: ['XJ-9-1'],
    data: { ground: 'SCOPE' },
  };

  it('refuses on a ground of the article', () =>
    given([filed]).when(refusal).thenEvents('refused').thenStatus('refused'));

  it('needs a document', () => {
    const { document: _, ...bare } = refusal;
    given([filed]).when(bare).thenRefused('DOCUMENT_REQUIRED');
  });

  it('states the reason when the ground is “other”', () =>
    given([filed])
      .when({ ...refusal, basis: ['XJ-9-4'], data: { ground: 'OTHER' } })
      .thenRefused('REASON_REQUIRED', 'XJ-9-4'));

  it('bars nobody: the agency may file again at once', () =>
    given([filed, refusal])
      .when({ ...filed, name: 'refile', at: '2025-03-12T09:00:00+08:00' })
      .thenEvents('refiled')
      .thenStatus('under-review'));

  it('cites no other province', () =>
    given([filed])
      .when({ ...refusal, basis: ['LNR-53-1'] })
      .thenRefused('FOREIGN_BASIS'));
});
