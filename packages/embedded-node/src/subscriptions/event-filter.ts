import { RE2JS, RE2JSException } from 're2js';
import { GrpcCode, GrpcStatusError } from '../grpc/status.ts';
import type { StoredEvent } from '../log/stored-event.ts';
import type { FilterExpression } from '../protocol/read.ts';

/** Decides which events of `$all` a reader sees. */
export interface EventFilter {
  /** Whether the event is seen. Errors: throws RESOURCE_EXHAUSTED when its name or type is too long for the expression. */
  matches(event: StoredEvent): boolean;
  /** The same as far as it is known without work; undefined when it is not. */
  known(event: StoredEvent): boolean | undefined;
}

/** A filter that cannot be understood. */
export class FilterError extends Error {
  override readonly name = 'FilterError';
}

/** Distinct names and types whose verdict is remembered. */
const VERDICTS_MAX = 10_000;
/** Instructions of a compiled expression. */
const PROGRAM_MAX = 3000;
/** Instructions times characters of one verdict: at most some thirty milliseconds, whatever the expression is. */
const WORK_MAX = 300_000;
/** Longest stretch of filtering before others get their turn. */
const STRETCH_MS = 10;

/**
 * Makes a filter: by prefixes when there are any, otherwise by an unanchored regular expression, on stream name or event type.
 *
 * Shape:  no prefix and an empty expression match nothing.
 * Errors: throws `FilterError` for an expression that RE2 does not know or that is too large; one verdict takes time linear in the length
 *         of name or type, and never more than `WORK_MAX` allows.
 */
export function makeEventFilter(expression: FilterExpression): EventFilter {
  const subjectOf = (event: StoredEvent) => (expression.on === 'stream' ? event.stream : event.type);
  if (expression.prefixes.length > 0 || expression.regex === '') {
    const matches = (event: StoredEvent) => {
      const subject = subjectOf(event);
      return expression.prefixes.some((prefix) => subject.startsWith(prefix));
    };
    return { matches, known: matches };
  }
  const judge = compile(expression.regex);
  const verdicts = new Map<string, boolean>();
  return {
    matches(event) {
      const subject = subjectOf(event);
      let verdict = verdicts.get(subject);
      if (verdict === undefined) {
        verdict = judge(subject);
        if (verdicts.size >= VERDICTS_MAX) verdicts.clear();
        verdicts.set(subject, verdict);
      }
      return verdict;
    },
    known: (event) => verdicts.get(subjectOf(event)),
  };
}

/** The events that pass the filter, in their order; the event loop is given back every few milliseconds. */
export async function selectEvents(
  filter: EventFilter,
  events: readonly StoredEvent[],
): Promise<StoredEvent[]> {
  const selected: StoredEvent[] = [];
  let began = performance.now();
  for (const event of events) {
    if (filter.matches(event)) selected.push(event);
    if (performance.now() - began < STRETCH_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    began = performance.now();
  }
  return selected;
}

function compile(regex: string): (subject: string) => boolean {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(regex);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    throw new FilterError(`The regular expression cannot be used: ${error.message}`, { cause: error });
  }
  const size = compiled.programSize();
  if (size > PROGRAM_MAX)
    throw new FilterError(`The regular expression is too large: ${size} instructions of ${PROGRAM_MAX}.`);
  return (subject) => {
    if (subject.length * size > WORK_MAX) throw tooLong(subject.length);
    return compiled.test(subject);
  };
}

function tooLong(length: number): GrpcStatusError {
  const reason = `A name or type of ${length} characters is too long for the regular expression of the filter.`;
  return new GrpcStatusError(GrpcCode.resourceExhausted, reason);
}
