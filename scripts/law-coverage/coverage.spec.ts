import { ruleOrThrow } from '@ledger/rulebooks';
import { describe, expect, it } from 'vitest';
import { coverageOf } from './coverage.ts';
import { titlesIn } from './titles.ts';

const rules = ['7-1', '7-2', '8-1', '8-2'].map((place) => ruleOrThrow(`XJ-${place}`));
const read = (source: string) =>
  coverageOf(rules, [{ path: 'a.spec.ts', titles: titlesIn('a.spec.ts', source) }]);
const covered = (source: string) =>
  [...read(source).evidence].filter(([, tests]) => tests.length > 0).map(([id]) => id.slice('XJ-'.length));

describe('a rule is tested', () => {
  it.each([
    ['in front', `it('XJ-7-1: files', () => {});`, ['7-1']],
    ['with others', `it('XJ-7-1, XJ-8-2: files', () => {});`, ['7-1', '8-2']],
    ['as a range', `it('XJ-7-1 to XJ-8-1: files', () => {});`, ['7-1', '7-2', '8-1']],
    ['at the end', `it('files (XJ-7-2)', () => {});`, ['7-2']],
    ['on the group', `describe('XJ-7-1: filing', () => { it('files', () => {}); });`, ['7-1']],
  ])('when a title names it %s', (_, source, ids) => expect(covered(source)).toEqual(ids));

  it.each([
    ['the group has no test', `describe('XJ-7-1: filing', () => {});`],
    ['the test is skipped', `it.skip('XJ-7-1: files', () => {});`],
    ['the id stands in the body', `it('files', () => { expect('XJ-7-1'); });`],
    ['another id begins with it', `it('XJ-7-15: files', () => {});`],
  ])('but not when %s', (_, source) => expect(covered(source)).toEqual([]));

  it('once, where group and test both name it', () =>
    expect(
      read(`describe('XJ-7-1: a', () => { it('XJ-7-1: b', () => {}); });`).evidence.get('XJ-7-1'),
    ).toEqual([{ path: 'a.spec.ts', title: 'XJ-7-1: a' }]));

  it('and an id that no catalogue has is told', () => {
    const { unknown } = read(`it('XJ-7-9, SHA-256: files', () => {});`);
    expect(unknown.map(({ id }) => id)).toEqual(['XJ-7-9']);
  });
});
