import { availableParallelism } from 'node:os';
import { newestForm } from '@ledger/event-log';
import {
  type ProjectionDigest,
  type RebuildReport,
  type RowDifference,
  type RowDifferences,
  rebuild,
} from '@ledger/projection-engine';
import { PROJECTIONS, READ_MODELS_MODULE, storeSource } from '@ledger/projector';
import type { Ledger } from '../open-ledger.ts';
import { EXIT, Failure } from '../output/failure.ts';
import type { Terminal } from '../output/terminal.ts';

export interface RebuildOptions {
  /** A projection's name, or `all`. */
  readonly projection: string;
  readonly from: 'journal' | 'store';
  /** Threads to fold on; left out, as many as are of use here. */
  readonly shards?: number | undefined;
  /** Builds, tells which rows would change, and changes none. */
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** More threads than that wait for PostgreSQL, not for a processor. */
const SHARDS_MAX = 4;

/**
 * Rebuilds projections from the journal or from the store; readers keep the old rows until the switch.
 *
 * Shape:  one digest a projection; a dry run tells the rows that would change instead.
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
      dryRun: options.dryRun,
      shards: {
        count: options.shards ?? Math.min(availableParallelism(), SHARDS_MAX),
        module: READ_MODELS_MODULE,
        // Who asks for threads gets them, however short the journal is.
        ...(options.shards !== undefined && { eventsMin: 0 }),
      },
      onProgress: ({ done, total }) => progress.step(done, total),
    });
  } finally {
    progress.end();
  }
  if (options.json) terminal.out(JSON.stringify(report));
  else for (const line of renderReport(report)) terminal.out(line);
  if (report.differences.length === 0) return;
  for (const { kind, place, journal, store } of report.differences) {
    terminal.err(`${kind}: ${place}, journal ${journal ?? '–'}, store ${store ?? '–'}`);
  }
  throw new Failure(
    EXIT.refused,
    'The store and the journal differ: readers keep the rows they had; see the lines above.',
  );
}

function renderReport({ resumedAt, rows, digests }: RebuildReport): readonly string[] {
  const resumed =
    resumedAt > 0 ? [`a rebuild that had been killed went on behind position ${resumedAt}`] : [];
  return [...resumed, ...(rows === undefined ? digests.map(renderDigest) : rows.flatMap(renderRows))];
}

/** What a switch would change in a projection: the numbers, then a line for each row. */
function renderRows({ projection, added, removed, changed, named }: RowDifferences): readonly string[] {
  const more = added + removed + changed - named.length;
  return [
    `${projection.padEnd(18)} ${added} rows more, ${removed} less, ${changed} changed`,
    ...named.map(renderRow),
    ...(more > 0 ? [`  … and ${more} rows more`] : []),
  ];
}

function renderRow({ key, before, after }: RowDifference): string {
  if (before === null) return `  + ${key}`;
  if (after === null) return `  - ${key}`;
  const members = changedMembers(before, after).map(
    (name) => `${name}: ${JSON.stringify(memberOf(before, name))} → ${JSON.stringify(memberOf(after, name))}`,
  );
  return `  ~ ${key}  ${members.join('; ')}`;
}

function changedMembers(before: unknown, after: unknown): readonly string[] {
  const names = new Set([...Object.keys(Object(before)), ...Object.keys(Object(after))]);
  return [...names].filter(
    (name) => JSON.stringify(memberOf(before, name)) !== JSON.stringify(memberOf(after, name)),
  );
}

function memberOf(row: unknown, name: string): unknown {
  return (Object(row) as Readonly<Record<string, unknown>>)[name] ?? null;
}

/** One line: projection, rows, position, digest. */
function renderDigest({ projection, count, position, sha256 }: ProjectionDigest): string {
  return `${projection.padEnd(18)} ${String(count).padStart(6)} rows at position ${position}  sha256 ${sha256}`;
}
