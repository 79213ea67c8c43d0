import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check, type Rule } from './check.ts';
import type { HistoryEntry, LoggedEvent } from './history.ts';

interface Run {
  readonly history: readonly HistoryEntry[];
  readonly log: readonly LoggedEvent[];
}

/** A faultless run: clients that take turns by chance, some operations refused, some unknown, reads, one subscriber. */
function faultlessRun(choices: readonly number[]): Run {
  const history: HistoryEntry[] = [];
  const log: LoggedEvent[] = [];
  const revisions = new Map<string, number>();
  let clock = 0;
  const tick = (): number => {
    clock += 1;
    return clock;
  };
  const deliver = (event: LoggedEvent): void => {
    const { position, id, stream } = event;
    history.push({ kind: 'delivered', subscriber: 'feed', position, event: id });
    if (stream === 'file-1') history.push({ kind: 'delivered', subscriber: 'part', position, event: id });
    else if (position % 3 === 0) history.push({ kind: 'checkpoint', subscriber: 'part', position });
  };
  const record = (stream: string, id: string, operation: string | undefined): LoggedEvent => {
    const revision = revisions.get(stream) ?? 0;
    revisions.set(stream, revision + 1);
    const event: LoggedEvent = {
      id,
      revision,
      hash: `hash of ${id}`,
      position: log.length + 1,
      stream,
      command: `command of ${operation ?? id}`,
      operation,
      bySystem: operation === undefined,
    };
    log.push(event);
    deliver(event);
    return event;
  };
  history.push({ kind: 'resumed', subscriber: 'feed', after: 0 });
  history.push({ kind: 'resumed', subscriber: 'part', after: 0, sees: { stream: 'file-1' } });
  for (const [index, choice] of choices.entries()) {
    const id = `op-${index}`;
    const stream = `file-${choice % 3}`;
    const client = `client-${choice % 5}`;
    const count = choice % 4 === 2 ? 2 : 1;
    history.push({ kind: 'op', id, client, stream, count, at: tick() });
    // The ledger acts by itself in between.
    if (choice % 17 === 0) record(stream, `system-${index}`, undefined);
    if (choice % 7 !== 0 && choice % 11 !== 0) {
      const events = Array.from({ length: count }, (_, place) =>
        record(stream, `event-${index}-${place}`, id),
      );
      if (choice % 13 === 0) history.push({ kind: 'unknown', id, reason: 'cut', at: tick() });
      else history.push({ kind: 'ok', id, events, visible: true, at: tick() });
      const from = tick();
      const revision = (revisions.get(stream) ?? 0) - 1;
      history.push({ kind: 'read', client, stream, from, at: tick(), revision });
    } else if (choice % 7 === 0) {
      history.push({ kind: 'refused', id, reason: 'stale', at: tick() });
    } else {
      history.push({ kind: 'unknown', id, reason: 'cut', at: tick() });
    }
  }
  return { history, log };
}

const rulesBroken = ({ history, log }: Run): readonly Rule[] => [
  ...new Set(
    (['dense', 'rising'] as const).flatMap((positions) =>
      check(history, log, positions).map(({ rule }) => rule),
    ),
  ),
];

// Two files at least, and operations of every outcome.
const run = faultlessRun([1, 2, 3, 4, 5, 17, 7, 8, 13, 22, 9, 10, 1, 2, 3, 4, 5]);

const at = <Item>(items: readonly Item[], index: number): Item => {
  const item = items.at(index);
  if (item === undefined) throw new Error(`there is no item ${index}`);
  return item;
};
const renumbered = (log: readonly LoggedEvent[]): LoggedEvent[] =>
  log.map((event, index) => ({ ...event, position: index + 1 }));
const without = <Item>(items: readonly Item[], index: number): Item[] => items.toSpliced(index, 1);
const changed = <Item>(items: readonly Item[], index: number, change: Partial<Item>): Item[] =>
  items.with(index, { ...at(items, index), ...change });
const indexOf = (kind: HistoryEntry['kind'], after = 0): number =>
  run.history.findIndex((entry, index) => index >= after && entry.kind === kind);

/** One fault each, planted into the faultless run; the checker must name at least this rule. */
const PLANTED: Record<Rule, Run> = {
  lost: { ...run, log: renumbered(without(run.log, run.log.length - 1)) },
  'wrong-acknowledgement': { ...run, log: changed(run.log, 2, { hash: 'another' }) },
  doubled: {
    ...run,
    log: [
      ...run.log,
      { ...at(run.log, 0), id: 'again', command: 'again', position: run.log.length + 1, revision: 99 },
    ],
  },
  torn: {
    ...run,
    history: run.history.map((entry) =>
      entry.kind === 'op' && entry.id === at(run.log, 0).operation ? { ...entry, count: 5 } : entry,
    ),
  },
  phantom: { ...run, log: changed(run.log, 1, { operation: 'nobody' }) },
  'refused-yet-recorded': {
    history: run.history.map((entry) =>
      entry.kind === 'ok' && entry.id === at(run.log, 0).operation
        ? { kind: 'refused', id: entry.id, reason: 'stale', at: entry.at }
        : entry,
    ),
    log: run.log,
  },
  'changed-its-mind': {
    ...run,
    history: [
      ...run.history,
      { kind: 'refused', id: at(run.log, 0).operation ?? '', reason: 'stale', at: 9_999 },
    ],
  },
  'revision-gap': { ...run, log: changed(run.log, run.log.length - 1, { revision: 77 }) },
  'position-gap': { ...run, log: changed(run.log, run.log.length - 1, { position: run.log.length + 5 }) },
  'position-order': { ...run, log: changed(run.log, run.log.length - 1, { position: 1 }) },
  'real-time-order': {
    ...run,
    log: renumbered([at(run.log, -1), ...run.log.slice(0, -1)]),
  },
  'stale-read': {
    ...run,
    history: changed(
      run.history,
      run.history.findLastIndex((entry) => entry.kind === 'read'),
      { revision: 0 },
    ),
  },
  'subscription-gap': { ...run, history: without(run.history, indexOf('delivered', 12)) },
  'subscription-ghost': {
    ...run,
    history: changed(run.history, indexOf('delivered'), { event: 'ghost' } as Partial<HistoryEntry>),
  },
  'subscription-behind': {
    ...run,
    history: without(
      run.history,
      run.history.findLastIndex((entry) => entry.kind === 'delivered'),
    ),
  },
  'checkpoint-ahead': {
    ...run,
    history: run.history.toSpliced(
      run.history.findIndex((entry) => entry.kind === 'delivered' && entry.subscriber === 'part'),
      0,
      { kind: 'checkpoint', subscriber: 'part', position: run.log.length },
    ),
  },
};

describe('the checker of histories', () => {
  it('has nothing to say of any run without a fault', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { maxLength: 200 }), (choices) => {
        const { history, log } = faultlessRun(choices);
        expect(check(history, log)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it.each(Object.entries(PLANTED) as [Rule, Run][])('finds a planted fault: %s', (rule, planted) => {
    expect(rulesBroken(planted)).toContain(rule);
  });

  it('takes a repeat behind a resumed place for what it is, and a repeat without one for a fault', () => {
    const delivered = run.history.findLastIndex(
      (entry) => entry.kind === 'delivered' && entry.subscriber === 'feed',
    );
    const again = at(run.history, delivered);
    const resumed: HistoryEntry = { kind: 'resumed', subscriber: 'feed', after: run.log.length - 1 };
    expect(rulesBroken({ ...run, history: run.history.toSpliced(delivered + 1, 0, resumed, again) })).toEqual(
      [],
    );
    expect(rulesBroken({ ...run, history: run.history.toSpliced(delivered + 1, 0, again) })).toEqual([
      'subscription-gap',
    ]);
  });

  it('finds a subscriber that resumes beyond what it had', () => {
    const leap: HistoryEntry = { kind: 'resumed', subscriber: 'feed', after: run.log.length };
    expect(rulesBroken({ ...run, history: run.history.toSpliced(indexOf('delivered'), 0, leap) })).toContain(
      'subscription-gap',
    );
  });

  it('judges a hundred thousand operations in seconds', () => {
    const { history, log } = faultlessRun(Array.from({ length: 100_000 }, (_, index) => index * 17 + 1));
    const startedAt = performance.now();
    expect(check(history, log)).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});
