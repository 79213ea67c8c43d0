import type { ChangeEvent, FeedName } from '@ledger/schemas/http';
import { stringify } from 'csv-stringify/sync';
import type { FullLine } from './day-files.ts';

type Cell = string | number | boolean | null | undefined;
type Columns<Source> = Readonly<Record<string, (source: Source) => Cell>>;

/** Member of a row by its name; a list as its members between semicolons. */
const member =
  (name: string) =>
  (row: unknown): Cell => {
    const value =
      typeof row === 'object' && row !== null ? (row as Readonly<Record<string, unknown>>)[name] : undefined;
    if (Array.isArray(value)) return value.map(String).join(';');
    return typeof value === 'object' ? undefined : (value as Cell);
  };
const members = (...names: readonly string[]): Columns<unknown> =>
  Object.fromEntries(names.map((name) => [name, member(name)]));

const basisOf = (row: unknown): Cell =>
  typeof row === 'object' && row !== null && 'basis' in row && Array.isArray(row.basis)
    ? row.basis.map(member('id')).join(';')
    : undefined;

/** What a table shows of the rows of each feed; the whole row is in the JSON lines. */
const ROW_COLUMNS: Readonly<Record<FeedName, Columns<unknown>>> = {
  register: {
    ...members('fileId', 'uscc', 'name', 'jurisdiction', 'division', 'divisionName', 'status', 'fileNo'),
    ...members('serviceKinds', 'registeredOn', 'ground', 'revokedAt', 'revision', 'position'),
  },
  grade: members('fileId', 'grade', 'decidedBy', 'score', 'inspectionRatioBp', 'rulebook'),
  audit: {
    ...members(
      'eventId',
      'fileId',
      'revision',
      'type',
      'rulebook',
      'occurredAt',
      'effectiveFrom',
      'recordedAt',
    ),
    basis: basisOf,
    ...members('provenance', 'hash'),
  },
};

/** A table as text, piece by piece: the names of its columns, then its lines. */
export interface CsvForm<Source> {
  readonly head: string;
  line(source: Source): string;
}

/** The table of a full file. */
export function fullTable(feed: FeedName): CsvForm<FullLine> {
  return tableOf(
    Object.fromEntries(
      Object.entries(ROW_COLUMNS[feed]).map(([name, read]) => [name, ({ item }: FullLine) => read(item)]),
    ),
  );
}

/** The table of a file of changes: what happened, why, what was taken back, and the row after it. */
export function deltaTable(feed: FeedName): CsvForm<ChangeEvent> {
  return tableOf<ChangeEvent>({
    change_position: ({ data }) => data.position,
    change_file: ({ data }) => data.fileId,
    change_at: ({ data }) => data.at,
    change: ({ data }) => (data.after === null ? 'removed' : data.before === null ? 'added' : 'changed'),
    cause: ({ data }) => data.cause.type,
    basis: ({ data }) => data.cause.basis.join(';'),
    retracted: ({ data: { retraction } }) =>
      retraction && (retraction.whole ? 'whole' : retraction.facts.map(({ revision }) => revision).join(';')),
    ...Object.fromEntries(
      Object.entries(ROW_COLUMNS[feed]).map(([name, read]) => [
        `row_${name}`,
        ({ data }: ChangeEvent) => read(data.after),
      ]),
    ),
  });
}

/** Text whose first character would make a spreadsheet calculate is written behind an apostrophe, as its own readers do it. */
function tableOf<Source>(columns: Columns<Source>): CsvForm<Source> {
  const render = (cells: readonly Cell[]): string =>
    stringify([[...cells]], { escape_formulas: true, record_delimiter: '\r\n', cast: { boolean: String } });
  const reads = Object.values(columns);
  return {
    // The mark by which spreadsheets know UTF-8.
    head: `\uFEFF${render(Object.keys(columns))}`,
    line: (source) => render(reads.map((read) => read(source))),
  };
}
