import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agency, filingOf, paper } from '@ledger/credit-file/testing';
import { LAW } from '@ledger/rulebooks';
import { type FileId, fileIdOf } from '@ledger/schemas';
import type { Instant } from '@ledger/statutory-calendar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLedger, type TestLedger, wait } from '../../testing/open-ledger.ts';
import { eventsOf, fileIdOf as invented } from '../../testing/stories.ts';
import { type RunningTimekeeper, startTimekeeper } from '../start-timekeeper.ts';
import { factsInDirectory } from './facts-in-a-directory.ts';
import { factsOfTheLedger } from './facts-of-the-ledger.ts';
import { factsFrom } from './outside-facts.ts';

const NOW = '2025-03-04T09:00:00+08:00' as Instant;
const clock = () => NOW;
const USCC = '91650102MAFAKE019H';
const jurisdictions = [...new Set(LAW.rulebooks.map(({ jurisdiction }) => jurisdiction))];

let ledger: TestLedger;
let directory: string;
let timekeeper: RunningTimekeeper;

beforeAll(async () => {
  ledger = await openLedger();
  directory = await mkdtemp(join(tmpdir(), 'ledger-outside-facts-'));
  await chmod(directory, 0o755);
  await writeFile(
    join(directory, 'licences.jsonl'),
    [
      { uscc: USCC, stands: true, scope: '企业信用评估服务', asOf: '2025-03-01' },
      { uscc: invented(1).slice(7), stands: false, asOf: '2025-02-01' },
      { uscc: invented(1).slice(7), stands: true, scope: '信用咨询', asOf: '2025-03-01' },
    ]
      .map((line) => JSON.stringify(line))
      .join('\n'),
  );
  await writeFile(
    join(directory, 'serious-lists.jsonl'),
    `${JSON.stringify({ uscc: invented(2).slice(7), list: '严重失信主体名单', role: '法定代表人', document: '示例〔2025〕9号', from: '2025-01-06' })}\n`,
  );
  timekeeper = startTimekeeper({
    ...ledger.parts,
    clock: () => '2025-03-03T00:00:00+08:00' as Instant,
    facts: { factsOf: async () => ({}) },
  });
  // Goes into service before anything is filed, and makes room.
  await wait(300);
  await timekeeper.stop();
  timekeeper = startTimekeeper({
    ...ledger.parts,
    clock,
    facts: factsFrom(
      factsOfTheLedger({ readModels: ledger.readModels, jurisdictions, clock }),
      factsInDirectory(directory, clock),
    ),
  });
});
afterAll(async () => {
  await timekeeper?.stop();
  await ledger?.close();
  await rm(directory, { recursive: true, force: true });
});

/** Files an agency and waits for the result of its verification. */
async function verified(
  fileId: FileId,
): Promise<readonly [string, Readonly<Record<string, string>>, readonly string[]]> {
  await ledger.append(
    eventsOf(fileId, [
      {
        name: 'file',
        at: '2025-03-03T10:00:00+08:00',
        by: agency,
        data: filingOf({ uscc: fileId.slice(7) }),
      },
    ]),
  );
  for (;;) {
    const event = (await ledger.read(fileId)).find(({ type }) => type.startsWith('verif'));
    if (event === undefined) {
      await wait(30);
      continue;
    }
    const { checks, explained } = event.data as {
      checks: Record<string, string>;
      explained: { from: string; says: string }[];
    };
    return [event.type, checks, explained.map(({ from, says }) => `${from}: ${says}`)];
  }
}

describe('LNO-1.2-3, XJ-6-1, XJ-9-1, XJ-9-2: every filing is verified by the system', () => {
  it('by what other registers have laid in, the newest word of each', async () => {
    const [type, checks, explained] = await verified(invented(1));
    expect(type).toBe('verification-failed');
    expect(checks).toMatchObject({
      licenceStatus: 'pass',
      businessScope: 'pass',
      seriousListAgency: 'pass',
      seriousListPrincipals: 'pass',
      // An invented code, with an invented check character.
      usccCheckDigit: 'fail',
    });
    expect(explained).toContain('directory: the licence stands, licences.jsonl as of 2025-03-01');
    expect(explained).toContain('directory: serious-lists.jsonl does not name the agency');
  });

  it('a principal on a list elsewhere fails it, by role and never by name', async () => {
    const [type, checks, explained] = await verified(invented(2));
    expect([type, checks['seriousListPrincipals'], checks['licenceStatus']]).toEqual([
      'verification-failed',
      'fail',
      'unavailable',
    ]);
    expect(explained).toContain(
      'directory: 严重失信主体名单 (示例〔2025〕9号) of 2025-01-06 names 法定代表人',
    );
    expect(JSON.stringify(explained)).not.toContain('田测试');
  });

  it('a listing on the file of the same agency in another jurisdiction fails it (G-17)', async () => {
    const liaoning = fileIdOf('210000', USCC);
    const department = { kind: 'department', id: 'clerk-1', org: 'court' } as const;
    const step = (name: 'notify-listing' | 'list', at: string, data: Readonly<Record<string, unknown>>) => ({
      name,
      at,
      by: department,
      document: paper,
      data,
    });
    const list = '严重失信主体名单';
    await ledger.append(
      eventsOf(liaoning, [
        step('notify-listing', '2025-01-06T10:00:00+08:00', {
          list,
          reasons: '拒不履行',
          remedies: '陈述申辩',
          exitConditions: '履行义务',
        }),
        step('list', '2025-02-10T10:00:00+08:00', { list, field: 'JUDICIAL-AUTHORITY' }),
      ]),
    );
    const [type, checks, explained] = await verified(fileIdOf('650000', USCC));
    expect([type, checks['seriousListAgency'], checks['licenceStatus'], checks['usccCheckDigit']]).toEqual([
      'verification-failed',
      'fail',
      'pass',
      'pass',
    ]);
    expect(explained.find((line) => line.includes('names the agency'))).toMatch(
      /^ledger: 严重失信主体名单 \(示例〔2025〕1号\) of 2025-02-10 on file 210000-91650102MAFAKE019H/,
    );
  });

  it('once: the filing that is verified waits no more', async () => {
    const types = (await ledger.read(invented(1))).map(({ type }) => type);
    expect(types).toEqual(['filed', 'routed', 'verification-failed']);
  });

  it('by no half of a file: a line that is no fact stops the verification and says where', async () => {
    await writeFile(join(directory, 'licences.jsonl'), '{"uscc":"91650102MAFAKE019H","stands":"yes"}\n');
    await expect(factsInDirectory(directory, clock).factsOf(invented(1))).rejects.toMatchObject({
      code: 'FACTS_MALFORMED',
      message: expect.stringContaining('licences.jsonl, line 1'),
    });
  });
});
