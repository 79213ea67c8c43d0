import { readFileSync } from 'node:fs';
import { type Rulebook, reviewerOf, rulebookOf } from '@ledger/rulebooks';
import {
  type Actor,
  COMMANDS,
  type Command,
  type CommandName,
  type CommandWord,
  commandBodySchema,
  type DecidedEvent,
  EVENT_CATALOGUE,
  type FileId,
  type HistoricEvent,
  recordEvents,
  type Sha256Hex,
  streamOf,
} from '@ledger/schemas';
import { addDays, type Instant, legalDateOf, STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agency, authority, filingOf, given, paper, type Step, system } from '../testing/scenario.ts';
import { department, GANZHOU, officerOf, SHENYANG, URUMQI } from '../testing/steps.ts';
import { admit } from './admit.ts';
import { CASE_MACHINES, type CaseKind, type CaseMachine } from './case-table.ts';
import { forbiddenByCase } from './cases.ts';
import { type Decision, decide } from './decide.ts';
import { systemDuties } from './duties.ts';
import { asCaseEvent, type FileEvent } from './file-event.ts';
import { continued, emptyHistory, type FileHistory, fileAt } from './history.ts';
import { runningMeasures } from './listing/listings.ts';
import { REFUSAL_CODES, type Refusal } from './process/refusal.ts';
import type { Status } from './status.ts';
import { TRANSITIONS } from './transition-table.ts';

/** One drawn step of a life; what it comes to hangs on the file it meets. */
interface Drawn {
  /** `allowed`: a command whose event may follow the standing. `any`: whatever comes. `duties`: the system does what is due. */
  readonly kind: 'allowed' | 'any' | 'duties';
  readonly pick: number;
  readonly hoursLater: number;
  /** An act of an earlier day, recorded late. Units: days. */
  readonly daysBack: number;
}

const anyStep: fc.Arbitrary<Drawn> = fc.record({
  kind: fc.oneof(
    { weight: 8, arbitrary: fc.constant('allowed' as const) },
    { weight: 1, arbitrary: fc.constant('any' as const) },
    { weight: 1, arbitrary: fc.constant('duties' as const) },
  ),
  pick: fc.nat(),
  hoursLater: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 72 }), fc.integer({ min: 24, max: 1200 })),
  daysBack: fc.oneof(
    { weight: 19, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 60 }) },
  ),
});

/** On average. */
const STEPS_OF_A_LIFE = 100;
const anyLife = fc.record({
  fileId: fc.constantFrom(URUMQI, SHENYANG, GANZHOU),
  steps: fc.array(anyStep, { minLength: 1, maxLength: 2 * STEPS_OF_A_LIFE, size: 'max' }),
});

/** The choices of one step, each from the same drawn number. */
type Choose = <Option>(options: readonly Option[]) => Option | undefined;

function chooserOf(pick: number): Choose {
  let state = pick;
  return (options) => {
    // The constants of Numerical Recipes.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return options[(state >>> 8) % options.length];
  };
}

interface World {
  readonly history: FileHistory;
  readonly rulebook: Rulebook;
  readonly now: Instant;
  readonly choose: Choose;
}

const NAMES = Object.keys(COMMANDS) as readonly CommandName[];
const wordOf = (name: CommandName): CommandWord => COMMANDS[name];

/** The example of the event's schema, less what the decision works out. */
const EXAMPLES = new Map(
  NAMES.map((name) => {
    const { event, computed = [] } = wordOf(name);
    const version = `v${EVENT_CATALOGUE[event].versions.length}`;
    const path = new URL(`../../../schemas/src/events/${event}/${version}.example.json`, import.meta.url);
    const example: Readonly<Record<string, unknown>> = JSON.parse(readFileSync(path, 'utf8'));
    return [name, Object.fromEntries(Object.entries(example).filter(([field]) => !computed.includes(field)))];
  }),
);

const value = <Value>(parameter: { readonly value: Value }): Value => parameter.value;
const HOME: Readonly<Record<string, string>> = { '650000': '650102', '210000': '210102', '620700': '620702' };

/** What a payload field holds in a file under a rulebook, where the example cannot know it. */
const PLAUSIBLE: Readonly<Record<string, (world: World, name: CommandName) => unknown>> = {
  uscc: ({ history }) => history.fileId.slice(7),
  registeredArea: ({ history, choose }) => {
    const home = HOME[history.fileId.slice(0, 6)];
    return choose([home, home, home, '110108']);
  },
  serviceKinds: ({ rulebook, choose }) => [choose(rulebook.services.value)?.name],
  documents: ({ rulebook, choose }) => {
    const kinds = rulebook.filing.dossier.map(({ value: { document } }) => document);
    const left = choose([undefined, undefined, undefined, choose(kinds)]);
    return kinds.filter((kind) => kind !== left).map((kind) => ({ kind, sha256: 'b'.repeat(64) }));
  },
  clauses: ({ rulebook }) => rulebook.filing.commitmentClauses.value,
  clause: ({ history, choose }) => choose(history.file.commitment?.clauses ?? []),
  year: ({ now, choose }) => choose([0, 1].map((ago) => legalYear(now) - ago)),
  half: ({ choose }) => choose(['H1', 'H2']),
  reportYear: ({ now, choose }) => choose([0, 1, 1, 1].map((ago) => legalYear(now) - ago)),
  changedOn: ({ now, choose }) => addDays(legalDateOf(now), choose([-1, -10, -60]) ?? 0),
  code: ({ rulebook, choose }) => choose(rulebook.discipline.violations.map(value))?.code,
  violation: ({ rulebook, choose }) => choose(rulebook.discipline.violations.map(value))?.code,
  ground: ({ rulebook, choose }, name) => {
    switch (name) {
      case 'refuse':
        return choose(rulebook.filing.refusalGrounds.map(value))?.code;
      case 'refuse-credit-report':
        return choose((rulebook.creditReports?.refusalGrounds ?? []).map(value))?.code;
      case 'revoke':
      case 'confirm-revocation':
        return choose(rulebook.discipline.revocationGrounds.map(value))?.code;
      default:
        return undefined;
    }
  },
  reason: ({ rulebook, choose }, name) => {
    switch (name) {
      case 'apply-deregistration':
      case 'deregister':
        return choose(rulebook.rights.exitReasons.value);
      case 'suspend-clock':
        return choose(rulebook.rights.objectionAtPublicBody?.clockStops.value ?? []);
      default:
        return undefined;
    }
  },
  measure: ({ rulebook, choose }) => choose(rulebook.discipline.measures.map(value))?.title,
  measures: ({ history, choose }) =>
    choose(runningMeasures(history.file).map(({ measure: { measure } }) => [measure])),
  grade: ({ rulebook, choose }) => choose(rulebook.grading.bands.value)?.grade,
  list: ({ rulebook, history, choose }) =>
    choose([
      ...history.file.listings.map(({ list }) => list),
      ...rulebook.rights.lists.map(({ value: { name } }) => name),
    ]),
  field: ({ rulebook, choose }, name) =>
    name === 'list'
      ? choose(rulebook.rights.lists.flatMap(({ value: { fields } }) => fields))?.code
      : undefined,
  exitConditions: () => '履行义务',
  ref: (world, name) => caseName(world, name, 'ref'),
  reportNo: (world, name) => caseName(world, name, 'reportNo'),
  penalty: ({ history, choose }) => choose(history.file.records.map(({ number }) => number)),
  addressee: ({ rulebook, choose }) => choose(rulebook.rights.objectionAddressees?.value ?? ['agency']),
  methods: ({ rulebook }) => rulebook.rights.repairMethods.value,
  matter: ({ rulebook, choose }, name) =>
    name === 'look-up'
      ? choose(rulebook.sharing?.checkMatters.flatMap(value) ?? [])
      : choose(rulebook.creditReports?.matters.value ?? []),
  standard: ({ rulebook, choose }) => choose((rulebook.creditReports?.standards ?? []).map(value))?.code,
  issuedOn: ({ now }) => legalDateOf(now),
  validTo: ({ now }) => addDays(legalDateOf(now), 365),
  opinion: ({ rulebook }) => rulebook.creditReports?.favourableOpinion.value,
  checklist: ({ rulebook }) => rulebook.supervision.checklist.value,
  supervisedBy: ({ rulebook }) => rulebook.rights.databaseSupervisors.value,
};

/** The name of a case that runs; a new one for an act that may open a case. */
function caseName(
  { history, choose }: World,
  name: CommandName,
  field: CaseMachine['ref'],
): string | undefined {
  const { event } = wordOf(name);
  const machines = Object.entries(CASE_MACHINES) as readonly [CaseKind, CaseMachine][];
  const [kind, machine] = machines.find(([, { ref, events }]) => ref === field && event in events) ?? [];
  const known = history.file.cases.filter((one) => one.kind === kind).map(({ ref }) => ref);
  const opens = machine?.events[event]?.['none'] !== undefined;
  return choose(opens ? [`N-${history.events.length}`] : known.slice(-3));
}

function legalYear(now: string): number {
  return Number(now.slice(0, 4));
}

/** Payload fields of a command that a value can be made up for, beside those of the example. */
function fieldsOf(name: CommandName): readonly string[] {
  const { event, computed = [] } = wordOf(name);
  const { shape } = EVENT_CATALOGUE[event].latest as { readonly shape?: Readonly<Record<string, unknown>> };
  const known = new Set([...Object.keys(EXAMPLES.get(name) ?? {}), ...Object.keys(shape ?? {})]);
  return [...known].filter((field) => !computed.includes(field));
}
const FIELDS = new Map(NAMES.map((name) => [name, fieldsOf(name)]));

const LAWFUL = new Map<string, readonly CommandName[]>();

/** Commands whose event the rulebook knows and the standing allows. */
function lawfulNames({ id, acts }: Rulebook, status: Status): readonly CommandName[] {
  const known = LAWFUL.get(`${id} ${status}`);
  if (known !== undefined) return known;
  const names = NAMES.filter((name) => {
    const { event } = wordOf(name);
    return event in acts && TRANSITIONS[event].from.includes(status);
  });
  LAWFUL.set(`${id} ${status}`, names);
  return names;
}

/** A command of a step, as somebody who may give it would word it; undefined where the law knows no act at all. */
function commandFor(world: World, { kind, daysBack }: Drawn): Command | undefined {
  const { history, rulebook, now, choose } = world;
  const { status } = history.file.standing;
  const open = kind === 'any' ? NAMES : lawfulNames(rulebook, status);
  // From a standing with little to do, a life moves on.
  const moving = open.filter(
    (name) => status !== 'on-file' && TRANSITIONS[wordOf(name).event].to !== undefined,
  );
  const names = moving.length > 0 && choose([true, false]) ? moving : open;
  let command: Command | undefined;
  for (let tries = 0; tries < 4; tries++) {
    const name = choose(names);
    if (name === undefined) return undefined;
    command = worded(name, world, daysBack);
    const event = { type: wordOf(name).event, data: command.data, occurredAt: now };
    if (kind === 'any' || forbiddenByCase(history.file.cases, event) === undefined) return command;
  }
  return command;
}

function worded(name: CommandName, world: World, daysBack: number): Command {
  const { now, choose, rulebook } = world;
  const example = EXAMPLES.get(name) ?? {};
  const fields = (FIELDS.get(name) ?? []).flatMap((field) => {
    const told = PLAUSIBLE[field]?.(world, name) ?? example[field];
    return told === undefined ? [] : [[field, told]];
  });
  const plausible: Command['data'] = Object.fromEntries(fields);
  const kind = choose(wordOf(name).by) ?? 'system';
  const late = daysBack > 0 && (kind === 'authority' || kind === 'system');
  const basis = choose([undefined, undefined, choose(rulebook.acts[wordOf(name).event] ?? [])]);
  return {
    name,
    actor: actorOf(kind, world),
    // A field of this name may mean something else here; then the example speaks.
    data: commandBodySchema(name).safeParse({ data: plausible }).success ? plausible : example,
    ...(basis === undefined ? {} : { basis: [basis] }),
    ...(choose([0, 1, 2, 3, 4, 5]) === 0
      ? {}
      : { document: { ...paper, number: `示例〔${now.slice(0, 10)}〕` } }),
    ...(late ? { occurredAt: `${addDays(legalDateOf(now), -daysBack)}${now.slice(10)}` } : {}),
  };
}

function actorOf(kind: CommandWord['by'][number], { history, rulebook, choose }: World): Actor {
  switch (kind) {
    case 'agency':
      return agency;
    case 'authority': {
      const reviewer = reviewerOf(rulebook, history.file.division ?? HOME[history.fileId.slice(0, 6)] ?? '');
      const division = choose([reviewer?.division, reviewer?.division, reviewer?.division, '653100']);
      return officerOf(division ?? '653100');
    }
    case 'department':
      return department;
    case 'public':
      return { kind: 'public', id: 'passer-by', org: 'public' };
    case 'system':
      return system;
  }
}

/** What a step was, and what came of it. */
interface Done {
  /** True when the system did it because it was due. */
  readonly due: boolean;
  readonly command: Command;
  readonly commandId: string;
  readonly at: Instant;
  readonly before: FileHistory;
  readonly decision: Decision;
  readonly after: FileHistory;
}

/** Takes a command the way the command desk does: what is recorded under its id already is its answer. */
function take(history: FileHistory, command: Command, commandId: string, now: Instant): Done {
  const told = { due: false, command, commandId, at: now, before: history };
  if (history.events.some(({ metadata }) => metadata.commandId === commandId))
    return { ...told, decision: { events: [] }, after: history };
  const rulebook = rulebookOf(
    history.fileId.slice(0, 6),
    legalDateOf((command.occurredAt ?? now) as Instant),
  );
  const decision = decide(history, command, { rulebook, calendar: STATE_COUNCIL_CALENDAR, now });
  if ('refused' in decision) return { ...told, decision, after: history };
  return { ...told, decision, after: recorded(history, decision.events, commandId, now) };
}

function recorded(
  history: FileHistory,
  decided: readonly (DecidedEvent | HistoricEvent)[],
  commandId: string,
  recordedAt: string,
): FileHistory {
  const head = history.events.at(-1);
  const events = recordEvents({
    stream: streamOf(history.fileId),
    head: head && { revision: head.revision, hash: 'c'.repeat(64) as Sha256Hex },
    decided,
    commandId,
    correlationId: commandId,
    recordedAt,
    salt: () => '0'.repeat(32),
  }) as readonly unknown[] as readonly FileEvent[];
  return events.reduce(continued, history);
}

/** Lives a drawn life, one step after the other. */
function* lived(fileId: FileId, steps: readonly Drawn[]): Generator<Done> {
  let history = emptyHistory(fileId);
  let now = '2024-01-08T09:00:00+08:00' as Instant;
  let count = 0;
  const commandId = () => `00000000-0000-4000-8000-${String(count++).padStart(12, '0')}`;
  for (const drawn of steps) {
    now = hoursAfter(now, drawn.hoursLater);
    const rulebook = rulebookOf(fileId.slice(0, 6), legalDateOf(now));
    if (rulebook === undefined) return;
    const law = { rulebook, calendar: STATE_COUNCIL_CALENDAR };
    if (drawn.kind === 'duties') {
      const [duty] = systemDuties(history.file, law, now);
      if (duty === undefined) continue;
      const due: Command = { name: duty.name, data: duty.data, actor: system, occurredAt: duty.at };
      const done = { ...take(history, due, commandId(), now), due: true };
      yield done;
      history = done.after;
      continue;
    }
    const command = commandFor({ history, rulebook, now, choose: chooserOf(drawn.pick) }, drawn);
    if (command === undefined) continue;
    const done = take(history, command, commandId(), now);
    yield done;
    history = done.after;
  }
}

function hoursAfter(instant: Instant, hours: number): Instant {
  const later = new Date(Date.parse(instant) + (hours + 8) * 3_600_000);
  return `${later.toISOString().slice(0, 19)}+08:00` as Instant;
}

/** The same with the ids of events told by another map. */
function renamed<Value>(told: Value, ids: ReadonlyMap<string, string>): Value {
  const text = JSON.stringify(told).replace(UUID, (id) => ids.get(id) ?? id);
  return JSON.parse(text) as Value;
}
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

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

describe('an act of an earlier day, recorded late', () => {
  const filed: Step = { name: 'file', at: '2025-03-03T10:00:00+08:00', by: agency, data: filingOf() };
  const refused = given([
    filed,
    {
      name: 'refuse',
      at: '2025-03-07T10:00:00+08:00',
      by: authority,
      document: paper,
      data: { ground: 'SCOPE', reason: '经营范围不含信用服务' },
    },
  ]);
  const late: Step = {
    name: 'request-supplement',
    at: '2025-03-10T10:00:00+08:00',
    occurredAt: '2025-03-05T10:00:00+08:00',
    by: authority,
    data: { missing: ['articles'] },
  };

  it('does not undo the refusal that came after it', () =>
    refused.when(late).thenRefused('FILE_IN_OTHER_STATE').thenStatus('refused'));

  it('nor does it when imported', () => {
    const { history } = refused;
    const { decision } = given([filed]).when(late);
    const [act] = decision !== undefined && 'events' in decision ? decision.events : [];
    expect(act && admit(history, act, STATE_COUNCIL_CALENDAR)).toMatchObject({ code: 'FILE_IN_OTHER_STATE' });
  });
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
