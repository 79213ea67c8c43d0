import { newestForm } from '@ledger/event-log';
import { type Verification, verify } from '@ledger/projection-engine';
import { storeSource } from '@ledger/projector';
import type { Ledger } from '../open-ledger.ts';
import { EXIT, Failure } from '../output/failure.ts';
import type { Terminal } from '../output/terminal.ts';

/**
 * Verifies the whole ledger: the hash chain of every file, and the journal against the store.
 *
 * Errors: `Failure` with exit code 1, after a line for each place that is wrong.
 */
export async function verifyLedger(
  ledger: Ledger,
  options: { readonly json: boolean },
  terminal: Terminal,
): Promise<void> {
  await ledger.projected();
  const progress = terminal.progress('verifying');
  let found: Verification;
  try {
    found = await verify({
      databaseUrl: ledger.instance.databaseUrl,
      newestForm,
      source: storeSource(ledger.eventLog),
      onProgress: ({ done, total }) => progress.step(done, total),
    });
  } finally {
    progress.end();
  }
  if (options.json) terminal.out(JSON.stringify(found));
  else render(found, terminal);
  const faults = found.broken.length + found.differences.length;
  if (faults > 0) throw new Failure(EXIT.refused, `${faults} places are wrong; nothing was changed.`);
}

function render({ position, files, broken, differences }: Verification, terminal: Terminal): void {
  for (const { place, position: at, reason } of broken)
    terminal.out(`✗ ${place} at position ${at}: ${reason}`);
  for (const { kind, place, journal, store } of differences) {
    terminal.out(`✗ ${place} ${kind}: journal ${journal ?? '–'}, store ${store ?? '–'}`);
  }
  const mark = (faults: number): string => (faults === 0 ? '✓' : '✗');
  terminal.out(`${mark(broken.length)} ${files} files, ${position} events: hashes and chains`);
  terminal.out(`${mark(differences.length)} the journal against the store`);
}
