import type { z } from 'zod';
import { type EventData, type EventType, isEventType, latestVersion, payloadSchema } from './catalogue.ts';

/** What is wrong with a payload: where, by which rule, in words. */
export interface PayloadFault {
  /** Steps from the payload's root, `documents[0].sha256`; empty for the payload itself. */
  readonly path: string;
  readonly rule: string;
  readonly message: string;
}

/** A value that keeps to its schema, or every fault that was found. */
export type Parsed<Value> =
  | { readonly value: Value; readonly faults?: undefined }
  | { readonly faults: readonly PayloadFault[] };

/**
 * A payload as its schema has it, or its faults; an unknown type, version or key is a fault too.
 *
 * Shape:  the value is of the version given, not upcast.
 * Errors: never throws.
 */
export function parseEventData(type: string, version: number, data: unknown): Parsed<unknown> {
  const schema = payloadSchema(type, version);
  if (schema === undefined) return { faults: [unknownSchema(type, version)] };
  const parsed = schema.safeParse(data);
  return parsed.success
    ? { value: parsed.data }
    : { faults: parsed.error.issues.flatMap((issue) => faultsOf(issue, data)) };
}

/** The same for the newest version of a type that is known. Errors: never throws. */
export function parseLatestEventData<Type extends EventType>(
  type: Type,
  data: unknown,
): Parsed<EventData<Type>> {
  return parseEventData(type, latestVersion(type), data) as Parsed<EventData<Type>>;
}

/** The faults of a refused value in our own shape; one for each unknown key. Never throws. */
export function faultsOf(issue: z.core.$ZodIssue, refused: unknown): PayloadFault[] {
  const path = renderPath(issue.path);
  if (valueAt(refused, issue.path) === undefined) {
    return [{ path, rule: 'missing-field', message: 'the field is required' }];
  }
  if (issue.code !== 'unrecognized_keys') return [{ path, rule: issue.code, message: issue.message }];
  return issue.keys.map((key) => ({
    path: path === '' ? key : `${path}.${key}`,
    rule: 'unknown-field',
    message: 'the schema has no such field',
  }));
}

function unknownSchema(type: string, version: number): PayloadFault {
  return isEventType(type)
    ? { path: '', rule: 'unknown-version', message: `${type} has no version ${version}` }
    : { path: '', rule: 'unknown-type', message: `there is no event type “${type}”` };
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, step) => (Object(value) as Record<PropertyKey, unknown>)[step], root);
}

function renderPath(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${String(step)}`))
    .join('');
}
