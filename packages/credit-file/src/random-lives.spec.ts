import type { HistoricEvent } from '@ledger/schemas';
import { STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyLife, type Done, lived, recorded, take } from '../testing/random-life.ts';
import { admit } from './admit.ts';
import { forbiddenByCase } from './cases.ts';
import { asCaseEvent } from './file-event.ts';
import { continued, emptyHistory, type FileHistory, fileAt } from './history.ts';
import { REFUSAL_CODES, type Refusal } from './process/refusal.ts';
import { TRANSITIONS } from './transition-table.ts';

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const LIVES = 1_300;
/** Seconds on a slow machine. */
const PATIENCE_MS = 120_000;

describe('100 000 steps of random lives', () => {
  it(
    'are decided and folded: events that keep to schema and tables and add nothing twice, or a refusal that says why',
    () => {
      let steps = 0;
      let taken = 0;
      fc.assert(
        fc.property(anyLife, ({ fileId, steps: drawn }) => {
          const faults: string[] = [];
          for (const done of lived(fileId, drawn)) {
            steps++;
            if ('events' in done.decision) taken++;
            faults.push(
              ...('refused' in done.decision ? faultsOfRefusal(done.decision.refused) : faultsOf(done)),
            );
          }
          expect(faults).toEqual([]);
        }),
        { numRuns: LIVES },
      );
      expect(steps).toBeGreaterThanOrEqual(100_000);
      // Three quarters of what is asked for plausibly is granted, so the lives go somewhere.
      expect(taken / steps).toBeGreaterThan(0.5);
    },
    PATIENCE_MS,
  );

  it(
    'sent again from the first, a whole life adds nothing, and no event id comes twice',
    () =>
      fc.assert(
        fc.property(anyLife, ({ fileId, steps }) => {
          const done = [...lived(fileId, steps)];
          const life = done.at(-1)?.after ?? emptyHistory(fileId);
          const granted = done.filter(({ decision }) => 'events' in decision);
          const again = granted.reduce(
            (history, { command, commandId, at }) => take(history, command, commandId, at).after,
            life,
          );
          expect(again).toBe(life);
          expect(new Set(life.events.map(({ id }) => id)).size).toBe(life.events.length);
        }),
      ),
    PATIENCE_MS,
  );

  it(
    'imported as history, a life is admitted event by event and ends in the same state',
    () =>
      fc.assert(
        fc.property(anyLife, ({ fileId, steps }) => {
          const live = [...lived(fileId, steps)].at(-1)?.after ?? emptyHistory(fileId);
          const { history, ids } = imported(live);
          expect(history.file).toEqual(renamed(live.file, ids));
        }),
      ),
    PATIENCE_MS,
  );
});

/** What is wrong with an answer that records: it holds nothing, leads where no table does, or adds when it is repeated. */
function faultsOf({ before, after, command, commandId, at }: Done): readonly string[] {
  const told = after.events.slice(before.events.length);
  const faults = told.length === 0 ? [`${command.name} records nothing`] : [];
  let history = before;
  for (const event of told) {
    const { from, to } = TRANSITIONS[event.type];
    const met = fileAt(history, event.metadata.occurredAt);
    const { status } = history.file.standing;
    history = continued(history, event);
    const reached = history.file.standing.status;
    if (!from.includes(met.standing.status)) faults.push(`${event.type} follows ${met.standing.status}`);
    if (forbiddenByCase(met.cases, asCaseEvent(event)) !== undefined)
      faults.push(`${event.type} breaks a case`);
    if (reached !== (to ?? status) || (to !== undefined && !from.includes(status)))
      faults.push(`${event.type} leads from ${status} to ${reached}`);
  }
  return take(after, command, commandId, at).after === after
    ? faults
    : [...faults, `${command.name} adds twice`];
}

function faultsOfRefusal({ code, kind, detail }: Refusal): readonly string[] {
  return REFUSAL_CODES[code] === kind && detail !== ''
    ? []
    : [`${code} is no refusal of the catalogue, or says nothing`];
}

/** The same with the ids of events told by another map. */
function renamed<Value>(told: Value, ids: ReadonlyMap<string, string>): Value {
  const text = JSON.stringify(told).replace(UUID, (id) => ids.get(id) ?? id);
  return JSON.parse(text) as Value;
}

/** The events of a file, imported line by line as recorded elsewhere. Errors: throws the first refusal. */
function imported({ fileId, events }: FileHistory): {
  readonly history: FileHistory;
  readonly ids: Map<string, string>;
} {
  const ids = new Map<string, string>();
  const history = events.reduce((before, { id, type, data, metadata }, line) => {
    const { occurredAt, effectiveFrom, actor, basis, rulebook, document, recordedAt } = metadata;
    const commandId = `11111111-0000-4000-8000-${String(line).padStart(12, '0')}`;
    const act: HistoricEvent = {
      ...{ type, data: renamed(data, ids), occurredAt, actor, basis, rulebook, recordedAt, commandId },
      ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
      ...(document === undefined ? {} : { document }),
    };
    const refusal = admit(before, act, STATE_COUNCIL_CALENDAR);
    if (refusal !== undefined)
      throw new Error(`${type} of ${occurredAt} is not admitted: ${refusal.code}, ${refusal.detail}`);
    const after = recorded(before, [act], commandId, recordedAt);
    ids.set(id, after.events.at(-1)?.id ?? id);
    return after;
  }, emptyHistory(fileId));
  return { history, ids };
}
