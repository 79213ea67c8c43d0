import { normaliseUscc, parseFileId } from '@ledger/schemas';
import type { RegisterListItem, RegisterPublication, RegisterSearch } from '@ledger/schemas/http/register';
import type { RegisterRow } from '../row.ts';
import { namesOf, numbersOf, REGISTER_COLUMNS } from './columns.ts';
import { normalForm } from './normal-form.ts';
import { spellingOf } from './pinyin.ts';

type ColumnName = keyof typeof REGISTER_COLUMNS;
type Condition =
  | { readonly is: string }
  | { readonly has: string }
  | { readonly contains: string }
  | { readonly startsWith: string };

/** Conditions on the columns, all of which must hold. */
export type RegisterConditions = Readonly<Partial<Record<ColumnName, Condition>>>;

/** The column lists are ordered by. */
export const REGISTER_ORDER = 'name_order' satisfies ColumnName;

/** Fewer characters of a code or of a spelling would match half the register. */
const CODE_MIN = 3;
const SPELLING_MIN = 2;

/**
 * The conditions a search comes to: a row matches when it meets all of at least one of them.
 *
 * Shape: never empty; one condition without members when the search asks for everything.
 */
export function conditionsOf(search: RegisterSearch): readonly RegisterConditions[] {
  const filter: RegisterConditions = {
    ...(search.jurisdiction !== undefined && { jurisdiction: { is: search.jurisdiction } }),
    ...(search.status !== undefined && { status: { is: search.status } }),
    ...(search.service !== undefined && { services: { has: search.service } }),
  };
  const asked = normalForm(search.q ?? '');
  if (asked === '') return [filter];
  return waysToMatch(asked).map((way) => ({ ...filter, ...way }));
}

/** Whether a row meets the search; for readers that fold rows themselves, as an as-known search does. */
export function matchesSearch(row: RegisterRow, search: RegisterSearch): boolean {
  if (row.publication === undefined) return false;
  return conditionsOf(search).some((conditions) =>
    Object.entries(conditions).every(([name, condition]) =>
      meets(REGISTER_COLUMNS[name as ColumnName].of(row), condition),
    ),
  );
}

/** A publication as one line of a list, and by which of its values it answers the question. */
export function listItemOf(publication: RegisterPublication, q?: string): RegisterListItem {
  const { fileId, uscc, name, jurisdiction, division, divisionName, status, fileNo, simulation } =
    publication;
  const entry = publication.kind === 'entry' ? publication : undefined;
  const matched = matchOf(publication, normalForm(q ?? ''));
  return {
    fileId,
    uscc,
    name,
    jurisdiction,
    ...(division !== undefined && { division }),
    ...(divisionName !== undefined && { divisionName }),
    status,
    ...(fileNo !== undefined && { fileNo }),
    serviceKinds: entry?.serviceKinds ?? [],
    ...(entry?.accepted !== undefined && { acceptedAt: entry.accepted.at }),
    simulation,
    ...(matched !== undefined && { matched }),
    revision: publication.revision,
    position: publication.position,
  };
}

/** Every number has a digit in it; letters alone would find the prefix that all numbers of a jurisdiction share. */
function couldBeNumber(asked: string): boolean {
  return /\d/.test(asked);
}

function waysToMatch(asked: string): readonly RegisterConditions[] {
  const ways: RegisterConditions[] = [{ names: { contains: asked } }, { place: { contains: asked } }];
  // GB/T 2260 writes a province `‹2›0000` and a prefecture `‹4›00`; both take in what lies inside.
  if (/^\d{6}$/.test(asked)) ways.push({ division: { startsWith: asked.replace(/(?:00){1,2}$/, '') } });
  if (couldBeNumber(asked)) ways.push({ numbers: { contains: asked } });
  const code = parseFileId(asked.toUpperCase())?.uscc ?? normaliseUscc(asked);
  if (/^[0-9A-Z]+$/.test(code) && code.length >= CODE_MIN)
    ways.push({ uscc: { startsWith: code.toLowerCase() } });
  if (/^[a-z0-9]+$/.test(asked) && /[a-z]/.test(asked) && asked.length >= SPELLING_MIN) {
    ways.push({ spelling: { contains: asked } }, { initials: { contains: asked } });
  }
  return ways;
}

/** Whether a value of a column meets a condition; none meets any. */
export function meets(value: string | readonly string[] | null, condition: Condition): boolean {
  if (value === null) return false;
  if ('has' in condition) return value.includes(condition.has);
  if (typeof value !== 'string') return false;
  if ('is' in condition) return value === condition.is;
  return 'contains' in condition
    ? value.includes(condition.contains)
    : value.startsWith(condition.startsWith);
}

/** Names the value that was found; the present name needs no naming. */
function matchOf(publication: RegisterPublication, asked: string): RegisterListItem['matched'] {
  if (asked === '' || normalForm(publication.name).includes(asked)) return undefined;
  const holds = (value: string) => normalForm(value).includes(asked);
  const former = namesOf(publication).slice(1).find(holds);
  if (former !== undefined) return { by: 'former-name', value: former };
  const number = couldBeNumber(asked) ? numbersOf(publication).find(holds) : undefined;
  if (number !== undefined)
    return { by: number === publication.fileNo ? 'file-no' : 'document-no', value: number };
  const code = parseFileId(asked.toUpperCase())?.uscc ?? normaliseUscc(asked);
  if (publication.uscc.startsWith(code)) return { by: 'uscc', value: publication.uscc };
  const spelt = namesOf(publication).find((name) => {
    const { syllables, initials } = spellingOf(name);
    return syllables.includes(asked) || initials.includes(asked);
  });
  return spelt === undefined ? undefined : { by: 'pinyin', value: spelt };
}
