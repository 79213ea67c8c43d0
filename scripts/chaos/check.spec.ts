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
  history.push({ kind: 'resumed', subscriber: 'feed', after: 0 });
  for (const [index, choice] of choices.entries()) {
    const id = `op-${index}`;
    const stream = `file-${choice % 3}`;
    const client = `client-${choice % 5}`;
    history.push({ kind: 'op', id, client, stream, at: tick() });
    if (choice % 17 === 0) {
      // The ledger acts by itself in between.
      const revision = revisions.get(stream) ?? 0;
      revisions.set(stream, revision + 1);
      const event = { id: `system-${index}`, revision, hash: `system-hash-${index}` };
      const command = `system-command-${index}`;
      log.push({ ...event, position: log.length + 1, stream, command, operation: undefined, bySystem: true });
      history.push({ kind: 'delivered', subscriber: 'feed', position: log.length, event: event.id });
    }
    const isRecorded = choice % 7 !== 0 && choice % 11 !== 0;
    if (isRecorded) {
      const revision = revisions.get(stream) ?? 0;
      revisions.set(stream, revision + 1);
      const event = { id: `event-${index}`, revision, hash: `hash-${index}` };
      log.push({
        ...event,
        position: log.length + 1,
        stream,
        command: `command-${index}`,
        operation: id,
        bySystem: false,
      });
      if (choice % 13 === 0) {
        history.push({ kind: 'unknown', id, reason: 'cut', at: tick() });
      } else {
        history.push({ kind: 'ok', id, events: [event], visible: true, at: tick() });
      }
      history.push({ kind: 'delivered', subscriber: 'feed', position: log.length, event: event.id });
      const from = tick();
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
  ...new Set(check(history, log).map(({ rule }) => rule)),
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
  'subscription-gap': { ...run, history: without(run.history, indexOf('delivered', 10)) },
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
    const delivered = run.history.findLastIndex((entry) => entry.kind === 'delivered');
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
