import { readFile } from 'node:fs/promises';
import { type ImportFault, nameBasedUuid, parseImport } from '@ledger/schemas';
import { STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import { type ImportedFileResult, type ImportObjection, importFile } from '../importing/import-files.ts';
import type { Ledger } from '../open-ledger.ts';
import { EXIT, Failure } from '../output/failure.ts';
import type { Terminal } from '../output/terminal.ts';

export interface ImportOptions {
  readonly file: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** What an import came to. */
export interface ImportReport {
  readonly lines: number;
  readonly files: number;
  readonly added: number;
  readonly known: number;
  readonly refusedFiles: readonly string[];
  readonly objections: readonly (ImportObjection | ImportFault)[];
}

/** Batches are named by their content: the same file is the same batch. */
const BATCH_NAMESPACE = '5d0b3a0e-0f63-4d0a-9c55-6f6b0e1f7b31';

/**
 * Imports histories: each agency's file goes in whole or not at all, the others go in all the same.
 *
 * A line that nobody can tell the file of might be anybody's: then nothing goes in.
 *
 * Shape:   the report; `added` counts what would be added when it is a dry run.
 * Durable: what the report counts as added.
 */
export async function importHistories(
  ledger: Ledger,
  options: ImportOptions,
  terminal: Terminal,
): Promise<ImportReport> {
  const bytes = await readFile(options.file).catch((cause: unknown) => {
    throw new Failure(
      EXIT.usage,
      `${options.file} cannot be read: check the name and the right to read it.`,
      { cause },
    );
  });
  const reading = parseImport(bytes);
  const stray = reading.faults.filter(({ agencyId }) => agencyId === undefined);
  const files = stray.length > 0 ? [] : reading.files;
  const batch = nameBasedUuid(BATCH_NAMESPACE, bytes.toString('base64'));
  const context = {
    eventLog: ledger.eventLog,
    calendar: STATE_COUNCIL_CALENDAR,
    batch,
    dryRun: options.dryRun,
  };

  const progress = terminal.progress('importing');
  const results: ImportedFileResult[] = [];
  const total = files.reduce((sum, { lines }) => sum + lines.length, 0);
  let done = 0;
  try {
    for (const file of files) {
      results.push(await importFile(file, context));
      done += file.lines.length;
      progress.step(done, total);
    }
  } finally {
    progress.end();
  }
  if (!options.dryRun && results.some(({ added }) => added > 0)) await ledger.projected();
  return reportOf(reading.lineCount, results, reading.faults, stray.length > 0 ? ['all'] : reading.refused);
}

function reportOf(
  lines: number,
  results: readonly ImportedFileResult[],
  faults: readonly ImportFault[],
  unread: readonly string[],
): ImportReport {
  const objections = results.flatMap(({ objection }) => objection ?? []);
  const refused = objections.map(({ agencyId }) => agencyId);
  return {
    lines,
    files: results.length - refused.length,
    added: results.reduce((sum, { added }) => sum + added, 0),
    known: results.reduce((sum, { known, objection }) => sum + (objection === undefined ? known : 0), 0),
    refusedFiles: [...unread, ...refused],
    objections: [...faults, ...objections].toSorted((one, other) => one.line - other.line),
  };
}

/** Prints a report. Errors: `Failure` with exit code 1 when anything was refused. */
export function renderImport(report: ImportReport, options: ImportOptions, terminal: Terminal): void {
  if (options.json) terminal.out(JSON.stringify(report));
  else {
    for (const fault of report.objections) {
      const whose = fault.agencyId === undefined ? '' : ` (${fault.agencyId})`;
      terminal.err(`line ${fault.line}${whose}: ${fault.code}: ${fault.reason}`);
      terminal.err(`  rule: ${fault.rule}`);
      terminal.err(`  do:   ${fault.remedy}`);
    }
    const verb = options.dryRun ? 'would add' : 'added';
    terminal.out(
      `${report.lines} lines, ${report.files} files: ${verb} ${report.added} events, ${report.known} were known`,
    );
  }
  if (report.refusedFiles.length === 0) return;
  const whose = report.refusedFiles.includes('all') ? 'the whole import' : report.refusedFiles.join(', ');
  throw new Failure(EXIT.refused, `Refused, with nothing of it added: ${whose}.`);
}
