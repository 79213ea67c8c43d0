import type { AcknowledgedEvent, HistoryEntry, LoggedEvent, Seen } from './history.ts';

/** Each rule that a history can break. */
export type Rule =
  | 'lost'
  | 'wrong-acknowledgement'
  | 'doubled'
  | 'torn'
  | 'phantom'
  | 'refused-yet-recorded'
  | 'changed-its-mind'
  | 'revision-gap'
  | 'position-gap'
  | 'position-order'
  | 'real-time-order'
  | 'stale-read'
  | 'subscription-gap'
  | 'subscription-ghost'
  | 'subscription-behind'
  | 'checkpoint-ahead';

/** How positions are given: every number once, or rising only. */
export type Positions = 'dense' | 'rising';

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
export function check(
  history: readonly HistoryEntry[],
  log: readonly LoggedEvent[],
  positions: Positions = 'dense',
): readonly Anomaly[] {
  const anomalies: Anomaly[] = [];
  const report = (rule: Rule, detail: string): void => {
    anomalies.push({ rule, detail });
  };
  const operations = operationsIn(history, report);
  checkPlaces(log, positions, report);
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
  readonly count: number | undefined;
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
        count: entry.count,
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

function checkPlaces(log: readonly LoggedEvent[], positions: Positions, report: Report): void {
  const next = new Map<string, number>();
  let last = -1;
  for (const [index, { stream, revision, position }] of log.entries()) {
    if (positions === 'dense' && position !== index + 1)
      report('position-gap', `position ${position} stands where ${index + 1} should`);
    if (position <= last) report('position-order', `position ${position} stands after ${last}`);
    last = position;
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
  const recorded = new Map<string, number>();
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
    recorded.set(operation, (recorded.get(operation) ?? 0) + 1);
    if (command !== event.command)
      report(
        'doubled',
        `operation ${operation} was recorded by two commands, ${command} and ${event.command}`,
      );
  }
  for (const { id, outcome, stream, count, events } of operations.values()) {
    const found = recorded.get(id) ?? 0;
    if (count !== undefined && found !== 0 && found < count)
      report('torn', `${found} of the ${count} events of ${id} in ${stream} are there`);
    if (count !== undefined && found > count)
      report('doubled', `${found} events stand for the ${count} of ${id} in ${stream}`);
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

/**
 * Each subscriber gets every event of its part of the log once, in order, but for repeats behind a place it resumed from; and no checkpoint
 * tells it that it has what it has not.
 */
function checkSubscriptions(
  history: readonly HistoryEntry[],
  log: readonly LoggedEvent[],
  report: Report,
): void {
  const parts = partsOf(log);
  const subscribers = new Map<string, { readonly part: readonly LoggedEvent[]; had: number }>();
  for (const entry of history) {
    if (entry.kind === 'resumed') {
      const part = parts(entry.sees);
      const after = countUpTo(part, entry.after);
      const had = subscribers.get(entry.subscriber)?.had ?? after;
      if (after > had)
        report(
          'subscription-gap',
          `${entry.subscriber} resumed at ${entry.after}, ${after - had} events too far`,
        );
      subscribers.set(entry.subscriber, { part, had: after });
      continue;
    }
    if (entry.kind !== 'delivered' && entry.kind !== 'checkpoint') continue;
    const subscriber = subscribers.get(entry.subscriber);
    if (subscriber === undefined) {
      report('subscription-ghost', `${entry.subscriber} was told of ${entry.position} unasked`);
      continue;
    }
    const { part, had } = subscriber;
    const upTo = countUpTo(part, entry.position);
    if (entry.kind === 'checkpoint') {
      if (upTo > had)
        report(
          'checkpoint-ahead',
          `${entry.subscriber} had ${had} events and was told ${entry.position}, which stands for ${upTo}`,
        );
      continue;
    }
    const expected = part[had]?.position;
    if (entry.position !== expected)
      report('subscription-gap', `${entry.subscriber} got ${entry.position} where ${expected} should come`);
    const there = part[upTo - 1];
    if (there?.position !== entry.position || there.id !== entry.event)
      report('subscription-ghost', `${entry.subscriber} got ${entry.event} at ${entry.position}`);
    subscriber.had = upTo;
  }
  for (const [name, { part, had }] of subscribers) {
    if (had < part.length) report('subscription-behind', `${name} ended with ${had} of ${part.length}`);
  }
}

/** Finds the part of the log that a subscriber is to see, each part made once. */
function partsOf(log: readonly LoggedEvent[]): (sees: Seen | undefined) => readonly LoggedEvent[] {
  const parts = new Map<string, readonly LoggedEvent[]>();
  return (sees) => {
    if (sees === undefined) return log;
    const name = JSON.stringify(sees);
    const known = parts.get(name);
    if (known !== undefined) return known;
    const part = log.filter(({ stream }) =>
      'stream' in sees ? stream === sees.stream : stream.startsWith(sees.prefix),
    );
    parts.set(name, part);
    return part;
  };
}

/** How many events of a part stand at this position or before it. */
function countUpTo(part: readonly LoggedEvent[], position: number): number {
  let low = 0;
  let high = part.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((part[middle]?.position ?? Number.POSITIVE_INFINITY) <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}
