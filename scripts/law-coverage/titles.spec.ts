import { describe, expect, it } from 'vitest';
import { titlesIn } from './titles.ts';

const titles = (source: string) =>
  titlesIn('invented.spec.ts', source).map(({ text, within }) => [...within, text].join(' > '));

describe('the titles of a file of tests', () => {
  it('are those of tests and of the groups around them', () =>
    expect(
      titles(`describe('a', () => { it('b', () => {}); describe('c', () => { test('d', () => {}); }); });`),
    ).toEqual(['a', 'a > b', 'a > c', 'a > c > d']));

  it.each([
    [`it.each([['x']])('is %s', () => {});`, 'is %s'],
    ['it.each`one|two`("is $one", () => {});', 'is $one'],
    [`it.skipIf(process.platform === 'win32')('waits', () => {});`, 'waits'],
    [`it(\`is \${name} here\`, () => {});`, 'is … here'],
    [`it('one ' + name, () => {});`, 'one …'],
  ])('are read from %s', (source, title) => expect(titles(source)).toEqual([title]));

  it.each([
    [`it.skip('a', () => {});`],
    [`it.todo('a');`],
    [`it.fails('a', () => {});`],
    [`describe.skip('a', () => { it('b', () => {}); });`],
    [`describe('a', () => { it.skip('b', () => {}); });`],
    [`describe('a', () => {});`],
    [`// it('a', () => {});`],
    [`const text = "it('a', () => {})";`],
    [`/a/.test('b');`],
  ])('are not in %s', (source) => expect(titles(source)).toEqual([]));

  it('count where a function of the file makes the tests', () =>
    expect(
      titles(`
        const takes = (code) => { it('takes it', () => {}); };
        function never() { it('is not called', () => {}); }
        describe('a', () => takes('X'));
        describe('b', takes);
        describe('c', () => { helps(); });
        function helps() { helps(); }
      `),
    ).toEqual(['a', 'a > takes it', 'b', 'b > takes it']));

  it('are not guessed at where the file does not parse', () =>
    expect(() => titles('describe(')).toThrow('invented.spec.ts does not parse'));
});
