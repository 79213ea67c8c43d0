import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { legalDateOrThrow, STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reviewerOf } from './competence.ts';
import { barLastDay, countTerm, reportLastDay } from './deadline.ts';
import { ruleIsCitable } from './law.ts';
import { openRuleLibrary, rulebookIn, rulebookInForce, ruleIn } from './rule-library.ts';

const SHIPPED = new URL('./', import.meta.url);
const FICTIONAL = new URL('../testing/fictional/', import.meta.url);
const day = legalDateOrThrow;

describe('a fifth jurisdiction is a folder of data', () => {
  const library = openRuleLibrary(SHIPPED, FICTIONAL);
  const yunwu = rulebookInForce(library, '990000', day('2030-06-01'));
  if (yunwu === undefined) throw new Error('the fictional province is not in force');

  it('stands beside the others and governs from its day on', () => {
    expect(library.rulebooks).toHaveLength(5);
    expect(rulebookInForce(library, '990000', day('2029-12-31'))).toBeUndefined();
    expect(rulebookIn(library, 'yw-provisions@2030-01-01')).toBe(yunwu);
    expect(ruleIn(library, 'YW-3-2')?.article).toBe('第三条');
  });

  it('computes its own terms', () => {
    const { reviewTerm } = yunwu.filing;
    expect(reviewTerm && countTerm(reviewTerm.value, day('2026-09-30'), STATE_COUNCIL_CALENDAR).date).toBe(
      '2026-10-10',
    );
    expect(reportLastDay(yunwu, '2030', STATE_COUNCIL_CALENDAR)?.date).toBe('2031-03-31');
    expect(barLastDay(yunwu, 'LATE-REPORT', day('2031-08-31'))).toBe('2032-02-29');
    expect(reviewerOf(yunwu, '990102')).toEqual({ division: '990000', kind: 'authority', basis: 'YW-1-1' });
  });

  it('cites its own law and the national notice, no neighbour’s', () => {
    expect(ruleIsCitable(yunwu, 'YW-2-1')).toBe(true);
    expect(ruleIsCitable(yunwu, 'ND-3.2-2')).toBe(true);
    expect(ruleIsCitable(yunwu, 'ZY-4-9')).toBe(false);
  });
});

describe('law that cannot be right is refused when it is read', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'law-'));
    mkdirSync(join(directory, 'yunwu'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const original = (name: string) => readFileSync(new URL(`yunwu/${name}`, FICTIONAL), 'utf8');
  const rulebook = original('yw-provisions@2030-01-01.json');
  const write = (name: string, text: string) => writeFileSync(join(directory, 'yunwu', name), text);
  const open = () => openRuleLibrary(SHIPPED, pathToFileURL(`${directory}/`));

  it('but the same files, put there unchanged, are read', () => {
    write('rules.json', original('rules.json'));
    write('yw-provisions@2030-01-01.json', rulebook);
    expect(open().rulebooks).toHaveLength(5);
  });

  it('when a file is no JSON', () => {
    write('rules.json', '[{');
    expect(open).toThrow(
      expect.objectContaining({ code: 'RULEBOOK_MALFORMED', message: 'yunwu/rules.json is no JSON' }),
    );
  });

  it.each([
    ['"inForceFrom": "2030-01-01"', '"inForceFrom": "2030-02-30"', 'inForceFrom'],
    ['"amount": 3', '"amount": 0', 'filing.reviewTerm.value.amount'],
    ['"compulsory"', '"compulsive"', 'compulsive'],
    ['"source": "law"', '"source": "custom"', 'source'],
  ])('when %s is changed to %s, naming the place', (from, to, named) => {
    write('rules.json', original('rules.json'));
    write('yw-provisions@2030-01-01.json', rulebook.replace(from, to));
    expect(open).toThrow(
      expect.objectContaining({ code: 'RULEBOOK_MALFORMED', message: expect.stringContaining(named) }),
    );
  });

  it('when a parameter rests on a rule that does not exist', () => {
    write('rules.json', original('rules.json'));
    write('yw-provisions@2030-01-01.json', rulebook.replace('"basis": "YW-2-1"', '"basis": "YW-2-7"'));
    expect(open).toThrow(
      expect.objectContaining({
        code: 'RULEBOOK_CITES_UNKNOWN_RULE',
        message: 'no catalogue has the rule YW-2-7',
      }),
    );
  });

  it('when a rule is written down twice', () => {
    write('rules.json', original('rules.json').replace('YW-2-1', 'XJ-10-1'));
    expect(open).toThrow(expect.objectContaining({ code: 'RULEBOOK_OVERLAP' }));
  });

  it('when a new version begins before the old one ends', () => {
    write('rules.json', original('rules.json'));
    write('yw-provisions@2030-01-01.json', rulebook);
    const second = rulebook.replaceAll('2030-01-01', '2031-01-01');
    write('yw-provisions@2031-01-01.json', second);
    expect(open).toThrow(expect.objectContaining({ code: 'RULEBOOK_OVERLAP' }));
    write(
      'yw-provisions@2030-01-01.json',
      rulebook.replace('"inForceFrom"', '"lastDay": "2030-12-31", "inForceFrom"'),
    );
    const library = open();
    expect(rulebookInForce(library, '990000', day('2030-12-31'))?.id).toBe('yw-provisions@2030-01-01');
    expect(rulebookInForce(library, '990000', day('2031-01-01'))?.id).toBe('yw-provisions@2031-01-01');
  });
});
