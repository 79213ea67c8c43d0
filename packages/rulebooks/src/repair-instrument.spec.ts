import { legalDateOrThrow as day } from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { LAW } from './law.ts';
import {
  defaultClassOf,
  isCitableOn,
  publicationOf,
  REPAIR_LAW,
  repairableFrom,
  repairInstrumentOn,
} from './repair-instrument.ts';

describe('NR58-1, NR36-1: one instrument of credit repair is in force on a day', () => {
  it.each([
    ['2023-04-30', undefined],
    ['2023-05-01', 'NR58-1'],
    ['2026-03-31', 'NR58-1'],
    ['2026-04-01', 'NR36-1'],
    ['2030-01-01', 'NR36-1'],
  ])('on %s: %s', (text, rule) => {
    expect(repairInstrumentOn(day(text))?.rule).toBe(rule);
  });

  it('each is cited while it is in force, and any other rule always', () => {
    expect(isCitableOn('NR58-1', day('2026-04-01'))).toBe(false);
    expect(isCitableOn('NR36-1', day('2026-03-31'))).toBe(false);
    expect(isCitableOn('NR36-1', day('2026-04-01'))).toBe(true);
    expect(isCitableOn('XJ-15-3', day('1999-01-01'))).toBe(true);
  });

  it('rests every value on the instrument itself', () => {
    for (const { rule, classes, requiredMethods } of REPAIR_LAW.instruments) {
      expect(LAW.rules.has(rule)).toBe(true);
      expect([...Object.values(classes), requiredMethods].map(({ basis }) => basis)).toEqual([
        rule,
        rule,
        rule,
        rule,
      ]);
    }
  });
});

describe('the publication of a determination', () => {
  it.each([
    ['2023-06-01', 'general', 'NR36-1', '2026-03-31'],
    ['2022-01-10', 'general', 'NR58-1', '2025-01-10'],
    ['2025-10-20', 'general', 'NR36-1', '2026-10-20'],
    ['2025-10-20', 'serious', 'NR58-1', '2028-10-20'],
    ['2026-04-01', 'general', 'NR36-1', '2027-04-01'],
    ['2028-02-29', 'general', 'NR36-1', '2029-02-28'],
  ] as const)(
    'of %s, %s: under %s to the end of %s (G-29)',
    (determinedOn, publicationClass, rule, lastDay) => {
      expect(publicationOf({ determinedOn: day(determinedOn), publicationClass })).toEqual({ rule, lastDay });
    },
  );

  it.each(['2025-10-20', '2026-04-01'])('of the minor class, determined on %s, there is none', (text) => {
    expect(publicationOf({ determinedOn: day(text), publicationClass: 'minor' })).toBeUndefined();
  });
});

describe('repair may be asked for', () => {
  const from = (determinedOn: string, publicationClass: 'minor' | 'general' | 'serious', on: string) =>
    repairableFrom({ determinedOn: day(determinedOn), publicationClass }, day(on));

  it('the day after the minimum term', () => {
    expect(from('2025-11-30', 'general', '2026-01-01')).toBe('2026-03-01');
    expect(from('2025-02-03', 'serious', '2026-01-01')).toBe('2026-02-04');
  });

  it('at once for the minor class', () => {
    expect(from('2026-01-05', 'minor', '2026-04-01')).toBe('2026-01-05');
    expect(from('2026-01-05', 'minor', '2026-03-31')).toBe('2026-01-05');
  });

  it('of no determination before there was an instrument', () =>
    expect(from('2022-01-10', 'general', '2023-04-30')).toBeUndefined());
});

describe('the class of an act whose document names none', () => {
  it.each([
    ['penalised', 'general'],
    ['warned', 'minor'],
    ['listed', 'serious'],
    ['filed', undefined],
  ])('%s: %s', (type, publicationClass) => expect(defaultClassOf(type)).toBe(publicationClass));
});

describe('LNO-2.1-2: the system may be run by a public body or an association', () => {
  it('the operator is not the regulator', () => {
    const liaoning = LAW.rulebooks.find(({ id }) => id.startsWith('ln-'));
    expect(liaoning?.operators).toMatchObject({
      value: ['公共信用信息工作机构', '信用行业协会'],
      source: 'law',
      basis: 'LNO-2.1-2',
    });
  });

  it('every rulebook names its operator', () =>
    expect(LAW.rulebooks.filter(({ operators }) => operators.value.length === 0)).toEqual([]));
});
