import { readFileSync } from 'node:fs';

/** One line of the import form, read but not checked. */
export type RawSource = Record<string, unknown> & { readonly data: Record<string, unknown> };

/** Lines of the import form that tests can change. Units: lines are one-based. */
export interface Histories {
  readonly text: string;
  readonly lines: readonly string[];
  readonly sources: readonly RawSource[];
  readonly fileCount: number;
  /** The line of the first event of a type, of any file or of one. Errors: throws when there is none. */
  lineOf(type: string, agencyId?: string): number;
  /** The histories with one line replaced. */
  withLine(line: number, text: string): string;
  /** The histories with one line's object changed. */
  withChange(line: number, change: (source: RawSource) => unknown): string;
}

const demonstration = new URL('../../services/cli/demo/histories.jsonl', import.meta.url);

/** The demonstration histories of some agencies, or of all. */
export function demonstrationHistories(...agencyIds: readonly string[]): Histories {
  const all = readFileSync(demonstration, 'utf8').trimEnd().split('\n');
  const lines = all.filter(
    (line) => agencyIds.length === 0 || agencyIds.includes(sourceOf(line)['agency_id'] as string),
  );
  const sources = lines.map(sourceOf);
  const withLine = (line: number, text: string) => lines.with(line - 1, text).join('\n');
  return {
    text: lines.join('\n'),
    lines,
    sources,
    fileCount: new Set(sources.map((source) => source['agency_id'])).size,
    lineOf(type, agencyId) {
      const index = sources.findIndex(
        (source) => source['type'] === type && (agencyId === undefined || source['agency_id'] === agencyId),
      );
      if (index === -1) throw new Error(`no line of type ${type}`);
      return index + 1;
    },
    withLine,
    withChange: (line, change) => withLine(line, JSON.stringify(change(sourceOf(lines[line - 1] ?? '{}')))),
  };
}

function sourceOf(line: string): RawSource {
  return JSON.parse(line) as RawSource;
}
