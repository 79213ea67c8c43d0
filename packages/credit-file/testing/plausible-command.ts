import { readFileSync } from 'node:fs';
import { type Rulebook, reviewerOf } from '@ledger/rulebooks';
import {
  type Actor,
  COMMAND_NAMES,
  COMMANDS,
  type Command,
  type CommandName,
  type CommandWord,
  commandBodySchema,
  EVENT_CATALOGUE,
} from '@ledger/schemas';
import { addDays, type Instant, legalDateOf } from '@ledger/statutory-calendar';
import { CASE_MACHINES, type CaseKind, type CaseMachine } from '../src/case-table.ts';
import { forbiddenByCase } from '../src/cases.ts';
import type { FileHistory } from '../src/history.ts';
import { runningMeasures } from '../src/listing/listings.ts';
import type { Status } from '../src/status.ts';
import { TRANSITIONS } from '../src/transition-table.ts';
import { agency, paper, system } from './scenario.ts';
import { department, officerOf } from './steps.ts';

/** The choices of one step, each from the same drawn number. */
export type Choose = <Option>(options: readonly Option[]) => Option | undefined;

export function chooserOf(pick: number): Choose {
  let state = pick;
  return (options) => {
    // The constants of Numerical Recipes.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return options[(state >>> 8) % options.length];
  };
}

/** What a made-up command is made up for. */
export interface World {
  readonly history: FileHistory;
  readonly rulebook: Rulebook;
  readonly now: Instant;
  readonly choose: Choose;
}

const wordOf = (name: CommandName): CommandWord => COMMANDS[name];

/** The example of the event's schema, less what the decision works out. */
const EXAMPLES = new Map(
  COMMAND_NAMES.map((name) => {
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
  supervisors: ({ rulebook }) =>
    rulebook.rights.databaseSupervisors.value.map((department, at) => ({
      department,
      office: `office-${at}`,
    })),
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
const FIELDS = new Map(COMMAND_NAMES.map((name) => [name, fieldsOf(name)]));

const LAWFUL = new Map<string, readonly CommandName[]>();

/** Commands whose event the rulebook knows and the standing allows. */
function lawfulNames({ id, acts }: Rulebook, status: Status): readonly CommandName[] {
  const known = LAWFUL.get(`${id} ${status}`);
  if (known !== undefined) return known;
  const names = COMMAND_NAMES.filter((name) => {
    const { event } = wordOf(name);
    return event in acts && TRANSITIONS[event].from.includes(status);
  });
  LAWFUL.set(`${id} ${status}`, names);
  return names;
}

/**
 * A command as somebody who may give it would word it, mostly one that the file lets happen; undefined where the law
 * knows no act at all.
 *
 * Shape: its body keeps to the schema of the command. With `anything`, whether it may follow the standing is not asked.
 * Units: `daysBack` days before now, when the author may record an act of an earlier day.
 */
export function plausibleCommand(
  world: World,
  { anything, daysBack }: { readonly anything: boolean; readonly daysBack: number },
): Command | undefined {
  const { history, rulebook, now, choose } = world;
  const { status } = history.file.standing;
  const open = anything ? COMMAND_NAMES : lawfulNames(rulebook, status);
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
    if (anything || forbiddenByCase(history.file.cases, event) === undefined) return command;
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
