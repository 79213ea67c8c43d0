import type { LogStanding } from '@ledger/log';
import { describe, expect, it } from 'vitest';
import { logFinding } from './doctor.ts';

const signed: LogStanding = { size: 374, signedSize: 374, lagSeconds: 0, stop: undefined };

describe('what doctor says of the transparency log', () => {
  const cases: readonly [
    string,
    LogStanding | undefined,
    ReturnType<typeof logFinding>['verdict'],
    RegExp,
  ][] = [
    ['nothing has ever signed', undefined, 'remark', /nothing has been signed yet/],
    ['everything is signed', signed, 'well', /^374 of 374 events/],
    [
      'some events still wait',
      { ...signed, signedSize: 370, lagSeconds: 12.4 },
      'remark',
      /^370 of 374 .* waits for 12 s$/,
    ],
    ['no checkpoint was made', { ...signed, signedSize: undefined, lagSeconds: 3 }, 'remark', /^0 of 374/],
    [
      'the log must not sign',
      { ...signed, stop: { reason: 'other-tree', sentence: 'The tree is another.', since: new Date(0) } },
      'wrong',
      /The tree is another\.$/,
    ],
  ];
  it.each(cases)('when %s', (_, standing, verdict, detail) => {
    expect(logFinding(standing)).toMatchObject({ verdict, detail: expect.stringMatching(detail) });
  });
});
