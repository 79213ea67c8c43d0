import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lawCoverageOf } from './law-coverage.ts';
import { titledFiles } from './sources.ts';

const files = titledFiles(join(import.meta.dirname, '../..'));
const whole = lawCoverageOf(files);

describe.each(['XJ-11-2', 'XJ-15-3', 'LNR-53-1'])('%s, once no title names it', (id) => {
  const titles = (all: (typeof files)[number]['titles']) =>
    all.map(({ text, within }) => ({ text: without(text), within: within.map(without) }));
  const without = (title: string) => title.replaceAll(id, 'the law');
  const less = lawCoverageOf(files.map((file) => ({ ...file, titles: titles(file.titles) })));

  it('is the must that lacks a test', () =>
    expect(less.untested('must').filter((each) => !whole.untested('must').includes(each))).toEqual([id]));

  it('changes the page', () => expect(less.page).not.toBe(whole.page));
});

describe('the page', () => {
  it('is the same whatever order the files are found in', () =>
    expect(lawCoverageOf(files.toReversed()).page).toBe(whole.page));
});
