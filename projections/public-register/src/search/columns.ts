import type { Column } from '@ledger/projection-engine';
import type { RegisterPublication } from '@ledger/schemas/http/register';
import type { RegisterRow } from '../row.ts';
import { normalForm } from './normal-form.ts';
import { spellingOf } from './pinyin.ts';

/** Parts of a column that holds several texts stand on lines of their own, so that no match runs across two. */
const BETWEEN = '\n';

const of =
  <Value>(read: (publication: RegisterPublication) => Value) =>
  (row: RegisterRow): Value | null =>
    row.publication === undefined ? null : read(row.publication);

/** The columns by which the register is searched and ordered. */
export const REGISTER_COLUMNS = {
  jurisdiction: { type: 'text', of: of(({ jurisdiction }) => jurisdiction), index: 'btree' },
  status: { type: 'text', of: of(({ status }) => status), index: 'btree' },
  uscc: { type: 'text', of: of(({ uscc }) => uscc.toLowerCase()), index: 'btree' },
  services: {
    type: 'text[]',
    of: (row) => (row.publication?.kind === 'entry' ? row.publication.serviceKinds : []),
    index: 'gin',
  },
  /** Present and former names, compared by their normal form. */
  names: { type: 'text', of: of((publication) => namesOf(publication).map(normalForm).join(BETWEEN)) },
  /** File number, documents and credit reports. */
  numbers: { type: 'text', of: of((publication) => numbersOf(publication).map(normalForm).join(BETWEEN)) },
  spelling: { type: 'text', of: of((publication) => spellingsOf(publication, 'syllables')) },
  initials: { type: 'text', of: of((publication) => spellingsOf(publication, 'initials')) },
  division: { type: 'text', of: of(({ division }) => division ?? null) },
  /** Where the agency is, in words, compared by their normal form. */
  place: { type: 'text', of: of(({ divisionName }) => normalForm(divisionName ?? '')) },
  /** The order of lists: by the name as it is read aloud. */
  name_order: { type: 'text', of: of(({ name }) => spellingOf(name).syllables), index: 'btree' },
} as const satisfies Readonly<Record<string, Column<RegisterRow>>>;

/** Their names, for whoever reads them without the rows. */
export const REGISTER_COLUMN_NAMES = Object.keys(
  REGISTER_COLUMNS,
) as readonly (keyof typeof REGISTER_COLUMNS)[];

/** Every name of the agency, the present one first. */
export function namesOf({ name, formerNames }: RegisterPublication): readonly string[] {
  return [name, ...formerNames.map((former) => former.name)];
}

/** Every number by which a reader may hold the file in hand: of the file, of its documents, of its credit reports. */
export function numbersOf(publication: RegisterPublication): readonly string[] {
  const documents =
    publication.kind === 'entry'
      ? [
          ...publication.adverse.map((sanction) => sanction.document?.number),
          ...publication.creditReports.map((report) => report.number),
        ]
      : [publication.document?.number];
  return [publication.fileNo, ...documents].filter((number) => number !== undefined);
}

function spellingsOf(publication: RegisterPublication, part: 'syllables' | 'initials'): string {
  return namesOf(publication)
    .map((name) => spellingOf(name)[part])
    .join(BETWEEN);
}
