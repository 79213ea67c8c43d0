import { rulebookOf } from '@ledger/rulebooks';
import { COMMAND_NAMES, EVENT_TYPES, type FileId, isAdverse } from '@ledger/schemas';
import { type Instant, type LegalDate, STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agency, authority, filingOf, paper, system } from '../testing/scenario.ts';
import { forbiddenByCase } from './cases.ts';
import { emptyFile } from './credit-file.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import type { FileEvent } from './file-event.ts';
import { emptyHistory, fileAt, historyOf } from './history.ts';
import { STATUSES } from './status.ts';
import { TRANSITIONS } from './transition-table.ts';
import { viewOf } from './view.ts';

const FILE = '650000-91650102MAFAKE019H' as FileId;
const rulebook = rulebookOf('650000', '2025-03-01' as LegalDate);

/** Payload enough for any event: every field that the fold or a guard reads. */
const payload = {
  ...filingOf(),
  annualReportExempt: false,
  missing: ['articles'],
  ground: 'LATE-REPORT',
  reason: 'MERGER',
  reportYear: 2024,
  year: 2025,
  half: 'H1',
  field: 'agency_name',
  before: '甲',
  after: '乙',
  changedOn: '2025-02-01',
  fileNo: 'XJ-1',
  term: { amount: 10, unit: 'working-day' },
  start: '2025-03-01',
  lastDay: '2026-03-01',
  list: '严重失信主体名单',
  ref: 'O-1',
  reportNo: 'R-1',
  certificateNo: 'TEST-CERT',
  selfCertified: true,
  measures: ['限制容缺受理'],
  methods: ['信用承诺'],
  addressee: 'agency',
  outcome: 'denied',
  branchProvinces: ['110000'],
  reports: [],
  invalidates: '00000000-0000-4000-8000-000000000000',
  name: '田测试',
  clauses: ['登记信息真实'],
  clause: '登记信息真实',
  signedBy: '法定代表人',
  sealed: true,
  parts: ['project-list'],
  of: 'filing',
  about: 'XJ-11-1',
  dueDate: '2025-06-30',
  daysLeft: 30,
  supervisors: ['社会信用主管部门', '网信', '数字化发展'].map((department, at) => ({
    department,
    office: `office-${at}`,
  })),
  grade: 'B',
  score: 80,
  target: 'agency',
  measure: '罚款',
  banMonths: 12,
};

const anyInstant = fc
  .tuple(
    fc.integer({ min: 2023, max: 2026 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
  )
  .map(
    ([year, month, day]) =>
      `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}T10:00:00+08:00`,
  );

const anyEvents = fc
  .array(fc.tuple(fc.constantFrom(...EVENT_TYPES), anyInstant, fc.option(anyInstant, { nil: undefined })), {
    maxLength: 30,
  })
  .map((drawn) =>
    drawn.map(
      ([type, occurredAt, effectiveFrom], revision) =>
        ({
          stream: `agency-${FILE}`,
          revision,
          id: `00000000-0000-4000-8000-${String(revision).padStart(12, '0')}`,
          type,
          data: payload,
          metadata: {
            schema: 1,
            occurredAt,
            ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
            recordedAt: occurredAt,
            actor: authority,
            basis: ['XJ-11-1'],
            rulebook: 'xj-measures-draft@2024-01-01',
            commandId: '00000000-0000-4000-8000-000000000000',
            correlationId: '00000000-0000-4000-8000-000000000000',
            salt: '0'.repeat(32),
          },
        }) as unknown as FileEvent,
    ),
  );

const anyCommand = fc.record({
  name: fc.constantFrom(...COMMAND_NAMES),
  actor: fc.constantFrom(agency, authority, system),
  data: fc.constant(payload),
  document: fc.option(fc.constant(paper), { nil: undefined }),
});

const context = { rulebook, calendar: STATE_COUNCIL_CALENDAR, now: '2026-11-22T10:00:00+08:00' as Instant };

describe('evolve', () => {
  it('is total: whatever the events, the file has a standing and a view', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const { file } = historyOf(FILE, events);
        expect(STATUSES).toContain(file.standing.status);
        const view = viewOf(file, { rulebook, calendar: STATE_COUNCIL_CALENDAR, position: undefined });
        expect(view.revision).toBe(events.length === 0 ? null : events.length - 1);
      }),
    );
  });

  it('is deterministic, and changes no file it is given', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const frozen = events.reduce(
          (file, event) => Object.freeze(evolve(file, event)),
          Object.freeze(emptyFile(FILE)),
        );
        expect(historyOf(FILE, events).file).toEqual(frozen);
      }),
    );
  });

  it('leads where the table says, whenever the table lets it', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        let file = emptyFile(FILE);
        for (const event of events) {
          const { from, to } = TRANSITIONS[event.type];
          const before = file.standing.status;
          file = evolve(file, event);
          if (from.includes(before)) expect(file.standing.status).toBe(to ?? before);
        }
      }),
    );
  });

  it('moves no case that the case table forbids to move', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        let file = emptyFile(FILE);
        for (const event of events) {
          const act = { type: event.type, data: event.data, occurredAt: event.metadata.occurredAt };
          const forbidden = forbiddenByCase(file.cases, act);
          const after = evolve(file, event);
          const kept = after.cases.filter(({ kind }) => kind === forbidden?.kind);
          if (forbidden !== undefined)
            expect(kept).toEqual(file.cases.filter(({ kind }) => kind === forbidden.kind));
          file = after;
        }
      }),
    );
  });
});

describe('the file at an instant', () => {
  it('at the end of time is the file', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const history = historyOf(FILE, events);
        expect(fileAt(history, '2999-12-31T23:59:59+08:00')).toEqual(history.file);
      }),
    );
  });

  it('before the first effect is empty', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        expect(fileAt(historyOf(FILE, events), '2000-01-01T00:00:00+08:00')).toEqual(emptyFile(FILE));
      }),
    );
  });
});

describe('decide', () => {
  it('is total and deterministic on any file: events or a refusal with its reason', () => {
    fc.assert(
      fc.property(anyEvents, anyCommand, (events, command) => {
        const history = historyOf(FILE, events);
        const decision = decide(history, command, context);
        expect(decide(history, command, context)).toEqual(decision);
        if ('refused' in decision) expect(decision.refused.detail).not.toBe('');
        else expect(decision.events.length).toBeGreaterThan(0);
      }),
    );
  });

  it('decides no adverse act of a person without a document', () => {
    fc.assert(
      fc.property(anyEvents, anyCommand, (events, command) => {
        const decision = decide(historyOf(FILE, events), command, context);
        if ('refused' in decision) return;
        const bare = decision.events.filter(
          ({ type, actor, document }) =>
            isAdverse(type) && actor.kind !== 'system' && document?.sha256 === undefined,
        );
        expect(bare).toEqual([]);
      }),
    );
  });

  it('cites at least one rule for everything it decides', () => {
    fc.assert(
      fc.property(anyEvents, anyCommand, (events, command) => {
        const decision = decide(historyOf(FILE, events), command, context);
        if ('events' in decision)
          expect(decision.events.filter(({ basis }) => basis.length === 0)).toEqual([]);
      }),
    );
  });

  it('refuses where no rulebook is in force', () => {
    const command = { name: 'file', actor: agency, data: filingOf() } as const;
    const decision = decide(emptyHistory(FILE), command, { ...context, rulebook: undefined });
    expect(decision).toMatchObject({ refused: { code: 'RULEBOOK_UNKNOWN' } });
  });
});
