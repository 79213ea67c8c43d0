import { type EventData, type EventType, entryOf } from './catalogue.ts';

/**
 * A stored payload in the newest version of its type, one step of the chain after the other.
 *
 * Shape:  the payload itself when it is the newest already; the stored one is never changed.
 * Errors: throws when the type or the version is unknown (a newer ledger wrote it), or when the payload does not
 *         keep to its own version.
 */
export function upcastEventData<Type extends EventType>(
  type: Type,
  version: number,
  data: unknown,
): EventData<Type>;
export function upcastEventData(type: string, version: number, data: unknown): unknown;
export function upcastEventData(type: string, version: number, data: unknown): unknown {
  const { versions, upcasts } = entryOf(type);
  if (!Number.isInteger(version) || version < 1 || version > versions.length) {
    throw new Error(`${type} has versions 1 to ${versions.length}, not ${version}`);
  }
  return upcasts.slice(version - 1).reduce((older, step) => step(older), data);
}
