import type { z } from 'zod';
import { payloadSchema } from './catalogue.ts';
import type { PersonalKind } from './vocabulary.ts';

/** A field of a payload that holds a personal value. */
export interface PersonalPath {
  /** Members joined by `.`, every element of an array as `[]`: `seniorManagers[].mobile`. */
  readonly path: string;
  readonly kind: PersonalKind;
}

/**
 * The personal fields of a payload: what has to be masked on the way out and can be sealed on the way in.
 *
 * Shape:  in the schema's order, each path once; empty when the payload has none.
 * Errors: throws when there is no such type or version.
 */
export function personalPaths(type: string, version: number): readonly PersonalPath[] {
  const schema = payloadSchema(type, version);
  if (schema === undefined) throw new Error(`no such payload: ${type} v${version}`);
  const found = new Map<string, PersonalPath>();
  for (const personal of walk(schema, '')) found.set(`${personal.path} ${personal.kind}`, personal);
  return [...found.values()];
}

function* walk(schema: z.core.$ZodType, path: string): Generator<PersonalPath> {
  const kind = personalKind(schema as z.ZodType);
  if (kind !== undefined) yield { path, kind };
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      for (const [key, member] of Object.entries(def.shape))
        yield* walk(member, path === '' ? key : `${path}.${key}`);
      return;
    case 'array':
      yield* walk(def.element, `${path}[]`);
      return;
    case 'tuple':
      for (const item of def.items) yield* walk(item, `${path}[]`);
      return;
    case 'union':
      for (const option of def.options) yield* walk(option, path);
      return;
    case 'optional':
    case 'nullable':
      yield* walk(def.innerType, path);
      return;
  }
}

function personalKind(schema: z.ZodType): PersonalKind | undefined {
  return schema.meta()?.['personal'] as PersonalKind | undefined;
}
