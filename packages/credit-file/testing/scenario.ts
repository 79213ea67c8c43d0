import { type Rulebook, rulebookInForce, ruleIn } from '@ledger/rulebooks';
import { WITH_YUNWU } from '@ledger/rulebooks/testing';
import {
  type Actor,
  type Command,
  type CommandName,
  type DecidedEvent,
  type DocumentReference,
  type FileId,
  recordEvents,
  streamOf,
} from '@ledger/schemas';
import { type Instant, legalDateOf, STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import { expect } from 'vitest';
import { type Decision, decide } from '../src/decide.ts';
import type { FileEvent } from '../src/file-event.ts';
import { continued, emptyHistory, type FileHistory } from '../src/history.ts';
import { REFUSAL_CODES, type RefusalCode } from '../src/process/refusal.ts';
import type { Status } from '../src/status.ts';

export const agency: Actor = { kind: 'agency', id: 'agency-1', org: 'agency-1' };
export const authority: Actor = { kind: 'authority', id: 'officer-1', org: 'drc', division: '650100' };
export const system: Actor = { kind: 'system', id: 'clock', org: 'ledger' };

/** A paper such as an adverse act rests on. */
export const paper: DocumentReference = {
  kind: '决定书',
  number: '示例〔2025〕1号',
  organ: 'drc',
  date: '2025-01-01',
  sha256: 'a'.repeat(64),
};

/** One step of a story: a command, when it is given, and what is sent with it. */
export interface Step {
  readonly name: CommandName;
  readonly at: string;
  readonly by: Actor;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly basis?: readonly string[];
  readonly document?: DocumentReference;
  readonly occurredAt?: string;
}

/** A file told as a story: what was given, what is done, and what comes of it. */
export interface Scenario {
  when(step: Step): Scenario;
  /** The types of the events of the last step, in order. */
  thenEvents(...types: readonly string[]): Scenario;
  thenData(index: number, data: Readonly<Record<string, unknown>>): Scenario;
  /** Refused on that code, and on exactly those rules where some are named. */
  thenRefused(code: RefusalCode, ...basis: readonly string[]): Scenario;
  /** The whole sentence of the refusal: what is in the way, and what would make the act acceptable. */
  thenSays(sentence: string): Scenario;
  thenStatus(status: Status): Scenario;
  readonly history: FileHistory;
  readonly decision: Decision | undefined;
}

/** A rulebook with some of its parameters set otherwise: the law as another place might have made it. */
export type LawChange = (rulebook: Rulebook) => Rulebook;

const asItStands: LawChange = (rulebook) => rulebook;

/** A file of Xinjiang unless another is named, after steps that must all succeed, under the law as it stands or changed. */
export function given(
  steps: readonly Step[],
  fileId = '650000-91650102MAFAKE019H' as FileId,
  change = asItStands,
): Scenario {
  let scenario = scenarioOf(emptyHistory(fileId), undefined, change);
  for (const step of steps) {
    scenario = scenario.when(step);
    if (scenario.decision !== undefined && 'refused' in scenario.decision) {
      throw new Error(
        `given ${step.name}: ${scenario.decision.refused.code}, ${scenario.decision.refused.detail}`,
      );
    }
  }
  return scenario;
}

/** The code of the agency that files unless a story names another: under another file's id it is that file's. */
const INVENTED = '91650102MAFAKE019H';

/** What an agency hands in to be filed. */
export function filingOf(changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  const kinds = ['application-form', 'business-licence', 'articles', 'senior-managers', 'professionals'];
  const documents = [...kinds, 'annual-report', 'commitment', 'fee-schedule'].map((kind) => ({
    kind,
    sha256: 'b'.repeat(64),
  }));
  return {
    uscc: INVENTED,
    agencyName: '示例信用服务有限公司',
    registeredArea: '650102',
    registeredOn: '2019-05-06',
    serviceKinds: ['信用评价'],
    registeredCapitalFen: 100_000_000,
    documents,
    seniorManagers: [{ role: '法定代表人', name: '田测试' }],
    professionals: [],
    ...changes,
  };
}

function scenarioOf(history: FileHistory, decision: Decision | undefined, change: LawChange): Scenario {
  return {
    history,
    decision,
    when(step) {
      const { at, by, data: sent = {}, ...rest } = step;
      const data = sent['uscc'] === INVENTED ? { ...sent, uscc: history.fileId.slice(7) } : sent;
      const command: Command = { ...rest, data, actor: by };
      const rulebook = rulebookInForce(
        WITH_YUNWU,
        history.fileId.slice(0, 6),
        legalDateOf((step.occurredAt ?? at) as Instant),
      );
      const made = decide(history, command, {
        rulebook: rulebook && change(rulebook),
        calendar: STATE_COUNCIL_CALENDAR,
        now: at as Instant,
      });
      if ('refused' in made) return scenarioOf(history, made, change);
      return scenarioOf(recorded(history, made.events, at).reduce(continued, history), made, change);
    },
    thenEvents(...types) {
      expect(decision).not.toHaveProperty('refused');
      expect(
        decision !== undefined && 'events' in decision && decision.events.map(({ type }) => type),
      ).toEqual(types);
      return this;
    },
    thenData(index, data) {
      expect(decision !== undefined && 'events' in decision && decision.events[index]?.data).toMatchObject(
        data,
      );
      return this;
    },
    thenRefused(code, ...basis) {
      const refused = decision !== undefined && 'refused' in decision ? decision.refused : undefined;
      expect(refused).toMatchObject({
        code,
        kind: REFUSAL_CODES[code],
        ...(basis.length === 0 ? {} : { basis }),
      });
      expect(refused?.basis.filter((rule) => ruleIn(WITH_YUNWU, rule) === undefined)).toEqual([]);
      return this;
    },
    thenSays(sentence) {
      expect(decision !== undefined && 'refused' in decision && decision.refused.detail).toBe(sentence);
      return this;
    },
    thenStatus(status) {
      expect(history.file.standing.status).toBe(status);
      return this;
    },
  };
}

/** The decided events as the ledger would record them at an instant. */
function recorded(history: FileHistory, decided: readonly DecidedEvent[], at: string): readonly FileEvent[] {
  const last = history.events.at(-1);
  const commandId = `00000000-0000-4000-8000-${String(history.events.length).padStart(12, '0')}`;
  return recordEvents({
    stream: streamOf(history.fileId),
    head: last === undefined ? undefined : { revision: last.revision, hash: 'c'.repeat(64) as never },
    decided,
    commandId,
    correlationId: commandId,
    recordedAt: at,
    salt: () => '0'.repeat(32),
  }) as unknown as readonly FileEvent[];
}
