import { readFileSync } from 'node:fs';
import { registerSearchSchema } from '@ledger/schemas/http/register';
import { describe, expect, it } from 'vitest';
import { journalOfImport } from '../../testing/import-journal.ts';
import { rowsOfJournal } from '../../testing/rows.ts';
import { normalForm } from './normal-form.ts';
import { spellingOf } from './pinyin.ts';
import { listItemOf, matchesSearch } from './register-search.ts';

const HISTORIES = new URL('../../../../services/cli/demo/histories.jsonl', import.meta.url);
const ROWS = [...rowsOfJournal(journalOfImport(readFileSync(HISTORIES, 'utf8'))).values()];

describe('a search finds an agency by', () => {
  it.each([
    ['a part of its name', '星垣', ['91650102MAFAKE019H']],
    ['its former name', '乌鲁木齐星垣信用评估', ['91650102MAFAKE019H']],
    ['its name in full width with blanks', ' 新疆　星垣 ', ['91650102MAFAKE019H']],
    ['its name in traditional characters', '烏魯木齊星垣信用評估', ['91650102MAFAKE019H']],
    ['its code', '91650102MAFAKE019H', ['91650102MAFAKE019H']],
    ['its code in small letters and full width', '９１６５０１０２mafake019h', ['91650102MAFAKE019H']],
    ['the beginning of its code', '91650102', ['91650102MAFAKE019H']],
    ['its file id', '650000-91650102MAFAKE019H', ['91650102MAFAKE019H']],
    ['its file number', 'XJ-2024-0001', ['91650102MAFAKE019H']],
    ['a credit report', 'zyr-2025-01', ['91620702MAFAKE22XE']],
    ['its spelling', 'xingyuan', ['91650102MAFAKE019H']],
    ['its initials', 'xjxyxy', ['91650102MAFAKE019H']],
    ['letters alone, which are no number', 'zyr', []],
    ['nothing that matches', '查无此机构', []],
  ])('%s', (_, q, expected) => expect(found({ q })).toEqual(expected));

  it('every bracket of a document number is the same bracket', () => {
    const forms = [
      '罚字〔2024〕1号',
      '罚字[2024]1号',
      '罚字(2024)1号',
      '罚字（２０２４）1号',
      '罚字【2024】 1号',
    ];
    expect(new Set(forms.map(normalForm)).size).toBe(1);
  });

  it('jurisdiction, standing and service narrow it', () => {
    expect(found({ jurisdiction: '620700' })).toHaveLength(3);
    expect(found({ status: 'revoked' }).sort()).toEqual(['91210102MAFAKE166P', '91652701MAFAKE1079']);
    expect(found({ service: '信用评级' })).toEqual(['91620702MAFAKE22XE']);
  });
  it('and everything is found by asking for nothing', () => expect(found({})).toHaveLength(21));
});

describe('a hit says which value matched', () => {
  it.each([
    ['新疆星垣', undefined],
    ['乌鲁木齐星垣', { by: 'former-name', value: '乌鲁木齐星垣信用评估有限公司（示例）' }],
    ['91650102', { by: 'uscc', value: '91650102MAFAKE019H' }],
    ['XJ-2024-0001', { by: 'file-no', value: 'XJ-2024-0001' }],
    ['xjxy', { by: 'pinyin', value: '新疆星垣信用科技有限公司（示例）' }],
  ])('%s', (q, matched) => {
    const row = ROWS.find(
      (one) => one.publication !== undefined && matchesSearch(one, registerSearchSchema.parse({ q })),
    );
    expect(row?.publication && listItemOf(row.publication, q).matched).toEqual(matched);
  });
});

it('a spelling is what one types: syllables and initials, letters and digits as they stand', () =>
  expect(spellingOf('吕梁A1信用（示例）')).toEqual({
    syllables: 'lvlianga1xinyongshili',
    initials: 'llaxysl',
  }));

function found(search: Record<string, unknown>): string[] {
  return ROWS.filter((row) => matchesSearch(row, registerSearchSchema.parse(search))).map(
    (row) => row.publication?.uscc ?? '',
  );
}
