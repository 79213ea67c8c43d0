import type { AcknowledgedEvent, HistoryEntry, LoggedEvent } from './history.ts';

/** Each rule that a history can break. */
export type Rule =
  | 'lost'
  | 'wrong-acknowledgement'
  | 'doubled'
  | 'phantom'
  | 'refused-yet-recorded'
  | 'changed-its-mind'
  | 'revision-gap'
  | 'position-gap'
  | 'real-time-order'
  | 'stale-read'
  | 'subscription-gap'
  | 'subscription-ghost'
  | 'subscription-behind';

export interface Anomaly {
  readonly rule: Rule;
  readonly detail: string;
}

/**
 * Everything in which a final log contradicts what its clients saw.
 *
 * The log is append-only and every operation carries an id of its own, so the log is the order of versions and each
 * question is one pass over it, not a search.
 *
 * Shape: empty when the ledger kept its word. Never throws.
 */
export function check(history: readonly HistoryEntry[], log: readonly LoggedEvent[]): readonly Anomaly[] {
  const anomalies: Anomaly[] = [];
  const report = (rule: Rule, detail: string): void => {
    anomalies.push({ rule, detail });
  };
  const operations = operationsIn(history, report);
  checkPlaces(log, report);
  checkOperations(operations, log, report);
  checkRealTime(operations, log, report);
  checkReads(history, operations, report);
  checkSubscriptions(history, log, report);
  return anomalies;
}

type Report = (rule: Rule, detail: string) => void;

interface Operation {
  readonly id: string;
  readonly stream: string;
  readonly startedAt: number;
  outcome: 'ok' | 'refused' | 'unknown';
  endedAt: number;
  visible: boolean;
  events: readonly AcknowledgedEvent[];
}

function operationsIn(history: readonly HistoryEntry[], report: Report): ReadonlyMap<string, Operation> {
  const operations = new Map<string, Operation>();
  for (const entry of history) {
    if (entry.kind === 'op') {
      operations.set(entry.id, {
        id: entry.id,
        stream: entry.stream,
        startedAt: entry.at,
        outcome: 'unknown',
        endedAt: Number.POSITIVE_INFINITY,
        visible: false,
        events: [],
      });
    } else if (entry.kind === 'ok' || entry.kind === 'refused') {
      settle(operations.get(entry.id), entry, report);
    }
  }
  return operations;
}

function settle(
  operation: Operation | undefined,
  entry: Extract<HistoryEntry, { kind: 'ok' | 'refused' }>,
  report: Report,
): void {
  if (operation === undefined) return;
  if (operation.outcome !== 'unknown' && operation.outcome !== entry.kind) {
    report('changed-its-mind', `${entry.id} was ${operation.outcome} and then ${entry.kind}`);
  }
  operation.outcome = entry.kind;
  operation.endedAt = Math.min(operation.endedAt, entry.at);
  if (entry.kind === 'ok') {
    operation.events = entry.events;
    operation.visible = entry.visible;
  }
}

function checkPlaces(log: readonly LoggedEvent[], report: Report): void {
  const next = new Map<string, number>();
  for (const [index, { stream, revision, position }] of log.entries()) {
    if (position !== index + 1)
      report('position-gap', `position ${position} stands where ${index + 1} should`);
    const expected = next.get(stream) ?? 0;
    if (revision !== expected)
      report('revision-gap', `${stream} has revision ${revision} where ${expected} should be`);
    next.set(stream, revision + 1);
  }
}

function checkOperations(
  operations: ReadonlyMap<string, Operation>,
  log: readonly LoggedEvent[],
  report: Report,
): void {
  const logged = new Map<string, LoggedEvent>();
  const commands = new Map<string, string>();
  for (const event of log) {
    if (logged.has(event.id)) report('doubled', `event ${event.id} stands twice`);
    logged.set(event.id, event);
    const { operation } = event;
    if (event.bySystem) continue;
    if (operation === undefined || !operations.has(operation)) {
      report('phantom', `${event.stream}@${event.revision} was asked for by nobody`);
      continue;
    }
    const command = commands.get(operation) ?? event.command;
    commands.set(operation, command);
    if (command !== event.command)
      report(
        'doubled',
        `operation ${operation} was recorded by two commands, ${command} and ${event.command}`,
      );
  }
  for (const { id, outcome, stream, events } of operations.values()) {
    if (outcome === 'refused' && commands.has(id)) report('refused-yet-recorded', `${id} in ${stream}`);
    for (const acknowledged of events) {
      const found = logged.get(acknowledged.id);
      if (found === undefined) report('lost', `${stream}@${acknowledged.revision}, event ${acknowledged.id}`);
      else if (
        found.stream !== stream ||
        found.revision !== acknowledged.revision ||
        found.hash !== acknowledged.hash
      )
        report(
          'wrong-acknowledgement',
          `${acknowledged.id} was acknowledged as ${stream}@${acknowledged.revision} and is ${found.stream}@${found.revision}`,
        );
    }
  }
}

/** What was acknowledged before another operation began stands before it in the log. */
function checkRealTime(
  operations: ReadonlyMap<string, Operation>,
  log: readonly LoggedEvent[],
  report: Report,
): void {
  let latest: Operation | undefined;
  for (const event of log) {
    const operation = event.operation === undefined ? undefined : operations.get(event.operation);
    if (operation === undefined) continue;
    if (latest !== undefined && latest !== operation && operation.endedAt < latest.startedAt) {
      report('real-time-order', `${operation.id} ended before ${latest.id} began, and stands after it`);
    }
    if (latest === undefined || operation.startedAt > latest.startedAt) latest = operation;
  }
}

/** A read that begins after an acknowledgement said "visible" shows it; a client never goes back in a file. */
function checkReads(
  history: readonly HistoryEntry[],
  operations: ReadonlyMap<string, Operation>,
  report: Report,
): void {
  const promised = promisesByStream(operations);
  const seen = new Map<string, number>();
  const reads = history
    .filter((entry) => entry.kind === 'read')
    .toSorted((one, other) => one.from - other.from);
  for (const { client, stream, from, revision } of reads) {
    const promise = lastBefore(promised.get(stream) ?? [], from);
    if (revision < promise)
      report('stale-read', `${client} read ${stream}@${revision} after @${promise} was visible`);
    const session = `${client} ${stream}`;
    const before = seen.get(session) ?? -1;
    if (revision < before) report('stale-read', `${client} read ${stream}@${revision} after @${before}`);
    seen.set(session, Math.max(before, revision));
  }
}

interface Promised {
  readonly at: number;
  /** The highest revision promised by then. */
  readonly revision: number;
}

function promisesByStream(
  operations: ReadonlyMap<string, Operation>,
): ReadonlyMap<string, readonly Promised[]> {
  const byStream = new Map<string, Promised[]>();
  const visible = [...operations.values()].filter(({ outcome, visible }) => outcome === 'ok' && visible);
  for (const { stream, endedAt, events } of visible.toSorted((one, other) => one.endedAt - other.endedAt)) {
    const promises = byStream.get(stream) ?? [];
    const revision = Math.max(promises.at(-1)?.revision ?? -1, ...events.map((event) => event.revision));
    promises.push({ at: endedAt, revision });
    byStream.set(stream, promises);
  }
  return byStream;
}

function lastBefore(promises: readonly Promised[], at: number): number {
  let low = 0;
  let high = promises.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((promises[middle]?.at ?? Number.POSITIVE_INFINITY) < at) low = middle + 1;
    else high = middle;
  }
  return promises[low - 1]?.revision ?? -1;
}

/** Each subscriber gets every event of the log once, in order, but for repeats behind a place it resumed from. */
function checkSubscriptions(
  history: readonly HistoryEntry[],
  log: readonly LoggedEvent[],
  report: Report,
): void {
  const reached = new Map<string, number>();
  for (const entry of history) {
    if (entry.kind === 'resumed') {
      const had = reached.get(entry.subscriber);
      if (had !== undefined && entry.after > had)
        report('subscription-gap', `${entry.subscriber} resumed at ${entry.after} and had only ${had}`);
      reached.set(entry.subscriber, entry.after);
    } else if (entry.kind === 'delivered') {
      const expected = (reached.get(entry.subscriber) ?? 0) + 1;
      if (entry.position !== expected)
        report('subscription-gap', `${entry.subscriber} got ${entry.position} where ${expected} should come`);
      if (log[entry.position - 1]?.id !== entry.event)
        report('subscription-ghost', `${entry.subscriber} got ${entry.event} at ${entry.position}`);
      reached.set(entry.subscriber, entry.position);
    }
  }
  for (const [subscriber, position] of reached) {
    if (position < log.length)
      report('subscription-behind', `${subscriber} ended at ${position} of ${log.length}`);
  }
}
