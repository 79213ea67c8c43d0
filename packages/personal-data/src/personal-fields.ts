import type { Identity } from './identity-hash.ts';

/** A field of a payload that holds a personal value, as its schema marks it. */
export interface PersonalPath {
  /** Members joined by `.`, every element of an array as `[]`: `seniorManagers[].mobile`. */
  readonly path: string;
  readonly kind: 'name' | 'resident-id' | 'mobile' | 'certificate' | 'contact' | 'by-field';
}

/** A personal value where it stands. */
export interface PersonalField {
  readonly kind: PersonalPath['kind'];
  readonly value: unknown;
  /** The object or array that holds it; fields of one object are of one person. */
  readonly holder: Record<string, unknown> | unknown[];
  readonly member: string | number;
}

/** The personal values of a payload that are there. Shape: in the order of the paths; absent and null ones left out. */
export function personalFields(payload: unknown, paths: readonly PersonalPath[]): readonly PersonalField[] {
  return paths.flatMap(({ path, kind }) => [...fieldsAt(payload, stepsOf(path), kind)]);
}

/**
 * Groups fields by the person they are of: the fields of one object are one person's, an element of a list of plain
 * values is a person of its own.
 */
export function byPerson(fields: readonly PersonalField[]): readonly (readonly PersonalField[])[] {
  const groups = new Map<unknown, PersonalField[]>();
  for (const field of fields) {
    const owner = Array.isArray(field.holder) ? field : field.holder;
    groups.set(owner, [...(groups.get(owner) ?? []), field]);
  }
  return [...groups.values()];
}

// A telephone may be an office's, and a name is one person's within a file: so contacts come last.
const KNOWN_BY = ['resident-id', 'mobile', 'name', 'certificate', 'contact', 'by-field'] as const;

/** What the person of these fields is known by: the field that tells persons apart best. */
export function identityOf(fields: readonly PersonalField[], fileId: string): Identity {
  const best = KNOWN_BY.flatMap((kind) => fields.filter((field) => field.kind === kind)).at(0);
  if (best === undefined) throw new Error('no person has no field');
  const value = typeof best.value === 'string' ? best.value : JSON.stringify(best.value);
  if (best.kind === 'name' || best.kind === 'by-field') return { by: 'name-in-file', fileId, name: value };
  return { by: best.kind, value };
}

function stepsOf(path: string): readonly string[] {
  return path.replaceAll('[]', '.[]').split('.');
}

const ELEMENTS = '[]';

function* fieldsAt(
  holder: unknown,
  [step = '', ...rest]: readonly string[],
  kind: PersonalPath['kind'],
): Generator<PersonalField> {
  for (const { owner, member, value } of membersAt(holder, step)) {
    if (value === undefined || value === null) continue;
    if (rest.length === 0) yield { kind, value, holder: owner, member };
    else yield* fieldsAt(value, rest, kind);
  }
}

interface Member {
  readonly owner: PersonalField['holder'];
  readonly member: string | number;
  readonly value: unknown;
}

function membersAt(holder: unknown, step: string): readonly Member[] {
  if (typeof holder !== 'object' || holder === null) return [];
  if (step === ELEMENTS) {
    if (!Array.isArray(holder)) return [];
    return holder.map((value: unknown, member) => ({ owner: holder, member, value }));
  }
  if (!Object.hasOwn(holder, step)) return [];
  const owner = holder as Record<string, unknown>;
  return [{ owner, member: step, value: owner[step] }];
}
