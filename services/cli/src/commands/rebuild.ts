import { newestForm } from '@ledger/event-log';
import { type ProjectionDigest, type RebuildReport, rebuild } from '@ledger/projection-engine';
import { PROJECTIONS, storeSource } from '@ledger/projector';
import type { Ledger } from '../open-ledger.ts';
import { EXIT, Failure } from '../output/failure.ts';
import type { Terminal } from '../output/terminal.ts';

export interface RebuildOptions {
  /** A projection's name, or `all`. */
  readonly projection: string;
  readonly from: 'journal' | 'store';
  readonly json: boolean;
}

/**
 * Rebuilds projections from the journal or from the store; readers keep the old rows until the switch.
 *
 * Shape:  one digest a projection.
 * Errors: an unknown projection is bad usage; a store that differs from the journal is found wrong, and nothing switches.
 */
export async function rebuildProjections(
  ledger: Ledger,
  options: RebuildOptions,
  terminal: Terminal,
): Promise<void> {
  const chosen = PROJECTIONS.filter(
    ({ name }) => options.projection === 'all' || name === options.projection,
  );
  if (chosen.length === 0) {
    const names = PROJECTIONS.map(({ name }) => name).join(', ');
    throw new Failure(
      EXIT.usage,
      `There is no projection ${options.projection}; there are ${names}, or all.`,
    );
  }
  await ledger.projected();
  const progress = terminal.progress(`rebuilding from ${options.from}`);
  let report: RebuildReport;
  try {
    report = await rebuild({
      databaseUrl: ledger.instance.databaseUrl,
      projections: chosen,
      newestForm,
      from: options.from === 'journal' ? 'journal' : storeSource(ledger.eventLog),
      onProgress: ({ done, total }) => progress.step(done, total),
    });
  } finally {
    progress.end();
  }
  if (options.json) terminal.out(JSON.stringify(report));
  else for (const digest of report.digests) terminal.out(renderDigest(digest));
  if (report.switched) return;
  for (const { kind, place, journal, store } of report.differences) {
    terminal.err(`${kind}: ${place}, journal ${journal ?? '–'}, store ${store ?? '–'}`);
  }
  throw new Failure(
    EXIT.refused,
    'The store and the journal differ: readers keep the rows they had; see the lines above.',
  );
}

/** One line: projection, rows, position, digest. */
function renderDigest({ projection, count, position, sha256 }: ProjectionDigest): string {
  return `${projection.padEnd(18)} ${String(count).padStart(6)} rows at position ${position}  sha256 ${sha256}`;
}
