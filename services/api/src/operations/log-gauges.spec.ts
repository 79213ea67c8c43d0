import { describe, expect, it } from 'vitest';
import { logGauges } from './log-gauges.ts';

const samples = (lines: readonly string[]): readonly string[] =>
  lines.filter((line) => !line.startsWith('#'));

describe('the gauges of the transparency log', () => {
  it('say how far it is signed', () => {
    expect(samples(logGauges({ size: 374, signedSize: 370, lagSeconds: 1.5, stop: undefined }))).toEqual([
      'ledger_log_size 374',
      'ledger_log_signed_size 370',
      'ledger_log_lag_seconds 1.5',
      'ledger_log_signing_stopped 0',
    ]);
  });

  it('raise an alarm with its reason when the log must not sign', () => {
    const stop = { reason: 'other-tree' as const, sentence: 'The tree is another.', since: new Date(0) };
    expect(samples(logGauges({ size: 1, signedSize: undefined, lagSeconds: 0, stop }))).toContain(
      'ledger_log_signing_stopped{reason="other-tree"} 1',
    );
  });
});
