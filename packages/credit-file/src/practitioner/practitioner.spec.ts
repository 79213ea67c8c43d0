import type { FileId } from '@ledger/schemas';
import { describe, expect, it } from 'vitest';
import { agency, given, type Step } from '../../testing/scenario.ts';
import { GANZHOU, ON_FILE, ON_FILE_IN_ZHANGYE } from '../../testing/steps.ts';
import { certificateConflicts } from './practitioner.ts';

const record = (data: Step['data'] = {}): Step => ({
  name: 'record-practitioner',
  at: '2025-03-03T10:00:00+08:00',
  by: agency,
  data: {
    name: '从业测试',
    residentId: '990000199001010017',
    certificateNo: 'TEST-CERT-0016',
    selfCertified: true,
    ...data,
  },
});
const other = { name: '另一测试', residentId: '990000199001010025' };

describe('ND-3.3-1: practitioners have a record that they certify themselves', () => {
  it('is taken with their statement', () =>
    given(ON_FILE).when(record()).thenEvents('practitioner-recorded'));

  it('is not taken without', () =>
    given(ON_FILE)
      .when(record({ selfCertified: false }))
      .thenRefused('SELF_CERTIFICATION_REQUIRED', 'ND-3.3-1')
      .thenSays('record a practitioner with the statement by which they certify their own record'));

  it('names nobody in the file that decisions look at', () => {
    const { file } = given([...ON_FILE, record()]).history;
    expect(JSON.stringify(file.practitioners)).not.toMatch(/从业测试|990000199001010017|TEST-CERT-0016/);
  });
});

describe('XJ-13-6: certificates are not lent', () => {
  it('one certificate serves one person in a file', () =>
    given([...ON_FILE, record()])
      .when(record(other))
      .thenRefused('CERTIFICATE_IN_USE', 'ND-3.3-1')
      .thenSays(
        "the certificate is recorded for another person since 2025-03-03T10:00:00+08:00; name the holder's own",
      ));

  it('the same person may be recorded again', () =>
    given([...ON_FILE, record()])
      .when(record({ note: '重新登记' }))
      .thenEvents('practitioner-recorded'));

  it('another certificate is another matter', () =>
    given([...ON_FILE, record()])
      .when(record({ ...other, certificateNo: 'TEST-CERT-0017' }))
      .thenEvents('practitioner-recorded'));

  it('who has none lends none', () => {
    const { certificateNo: _, ...none } = record().data as { certificateNo: string };
    const bare = { ...record(), data: none };
    const { file } = given([...ON_FILE, bare])
      .when({ ...bare, data: { ...none, ...other } })
      .thenEvents('practitioner-recorded').history;
    expect(file.practitioners.map(({ certificate }) => certificate)).toEqual([undefined, undefined]);
    expect(certificateConflicts([file])).toEqual([]);
  });

  it('and one person at one agency under two is none either', () => {
    const { file } = given([...ON_FILE, record(), record({ certificateNo: 'TEST-CERT-0017' })]).history;
    expect(certificateConflicts([file])).toEqual([]);
  });

  it('across agencies, finds a certificate that works in two places', () => {
    const here = given([...ON_FILE, record()]).history.file;
    const there = given([...ON_FILE_IN_ZHANGYE, record()], GANZHOU).history.file;
    const elsewhere = given(
      [record({ ...other, certificateNo: 'TEST-CERT-0018' })],
      '650000-91650102MAFAKE027X' as FileId,
    ).history.file;
    expect(certificateConflicts([here, elsewhere])).toEqual([]);
    expect(certificateConflicts([here, elsewhere, there])).toMatchObject([{ files: [here.fileId, GANZHOU] }]);
  });
});
