import type { LogStanding } from '@ledger/log';
import { gauge } from './gauge.ts';

/** How far the transparency log is signed, in the text form of Prometheus. */
export function logGauges({ size, signedSize, lagSeconds, stop }: LogStanding): readonly string[] {
  return [
    ...gauge('ledger_log_size', 'Leaves of the transparency log', [{ value: size }]),
    ...gauge('ledger_log_signed_size', 'Leaves under the newest signed checkpoint', [
      { value: signedSize ?? 0 },
    ]),
    ...gauge('ledger_log_lag_seconds', 'Age of the oldest event that no signed checkpoint covers', [
      { value: lagSeconds },
    ]),
    ...gauge(
      'ledger_log_signing_stopped',
      'Whether the log must not sign, and why; an alarm unless 0',
      stop === undefined ? [{ value: 0 }] : [{ labels: { reason: stop.reason }, value: 1 }],
    ),
  ];
}
