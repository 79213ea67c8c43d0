import { RE2JS, RE2JSException } from 're2js';
import type { StoredEvent } from '../log/stored-event.ts';
import type { FilterExpression } from '../protocol/read.ts';

/** Decides which events of `$all` a reader sees. */
export type EventFilter = (event: StoredEvent) => boolean;

/** A filter that cannot be understood. */
export class FilterError extends Error {
  override readonly name = 'FilterError';
}

/** Distinct names and types whose verdict is remembered. */
const VERDICTS_MAX = 10_000;

/**
 * Makes a filter: by prefixes when there are any, otherwise by an unanchored regular expression, on stream name or event type.
 *
 * Shape:  no prefix and an empty expression match nothing.
 * Errors: throws `FilterError` for an expression that RE2 does not know; matching takes linear time whatever the expression is.
 */
export function makeEventFilter(expression: FilterExpression): EventFilter {
  const matches =
    expression.prefixes.length > 0 ? byPrefixes(expression.prefixes) : byRegex(expression.regex);
  const remembered = new Map<string, boolean>();
  return (event) => {
    const subject = expression.on === 'stream' ? event.stream : event.type;
    let verdict = remembered.get(subject);
    if (verdict === undefined) {
      verdict = matches(subject);
      if (remembered.size >= VERDICTS_MAX) remembered.clear();
      remembered.set(subject, verdict);
    }
    return verdict;
  };
}

function byPrefixes(prefixes: readonly string[]): (subject: string) => boolean {
  return (subject) => prefixes.some((prefix) => subject.startsWith(prefix));
}

function byRegex(regex: string): (subject: string) => boolean {
  if (regex === '') return () => false;
  try {
    const compiled = RE2JS.compile(regex);
    return (subject) => compiled.matcher(subject).find();
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    throw new FilterError(`The regular expression cannot be used: ${error.message}`, { cause: error });
  }
}
