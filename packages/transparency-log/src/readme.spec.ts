import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { demoLog, logSigner } from '../testing/fixture-log.ts';
import { isInLog } from '../testing/verify-inclusion.ts';
import { formatVerifierKey } from './verifier-key.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

describe('the program in README.md', () => {
  it('is the one that is run here', () => {
    const [, shown] = /```ts\n([\s\S]*?)```/.exec(read('../README.md')) ?? [];
    const run = read('../testing/verify-inclusion.ts').replace('../src/index.ts', '@ledger/transparency-log');
    expect(shown).toBe(run);
  });

  it('tells an event that is in the log from one that is not', () => {
    const log = demoLog();
    const event = log.eventBytes('agency-650000-91650102MAFAKE019H', 2);
    const other = log.eventBytes('agency-650000-91650102MAFAKE019H', 1);
    const vkey = formatVerifierKey(logSigner().key);
    expect(isInLog(event, log.tlogProof(22), vkey)).toBe(true);
    expect(isInLog(other, log.tlogProof(22), vkey)).toBe(false);
  });
});
