import { describe, expect, it } from 'vitest';
import { gapOf } from './gap.ts';
import { LAW, rulebookOrThrow, ruleIsCitable, ruleOf, ruleOrThrow } from './law.ts';
import type { Rulebook } from './rulebook.ts';

const rules = [...LAW.rules.values()];

/** Every object of a rulebook that names the rule it rests on, with the way to it. */
function parametersOf(
  value: unknown,
  path = '',
): { path: string; value: unknown; source: string; basis: string; quote: string; gap?: string }[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => parametersOf(each, `${path}[${index}]`));
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, each]) =>
    parametersOf(each, path === '' ? key : `${path}.${key}`),
  );
  return 'basis' in value
    ? [{ path, ...(value as Omit<ReturnType<typeof parametersOf>[number], 'path'>) }, ...inner]
    : inner;
}

describe('the rule catalogue', () => {
  it('holds the 267 rules of the five documents, the two national repair instruments and the holiday regulation', () => {
    const count = (prefix: string) => rules.filter(({ id }) => id.startsWith(`${prefix}-`)).length;
    expect({
      XJ: count('XJ'),
      LNO: count('LNO'),
      LNR: count('LNR'),
      ND: count('ND'),
      ZY: count('ZY'),
    }).toEqual({
      XJ: 90,
      LNO: 38,
      LNR: 81,
      ND: 28,
      ZY: 30,
    });
    expect(rules).toHaveLength(270);
    expect(rules.filter(({ level }) => level === 'must')).toHaveLength(160);
  });

  it.each([
    ['XJ-15-3', '第十五条第（二）项', '如拒不整改应撤销建档，并在12个月内不再受理该机构的建档申请'],
    ['XJ-11-2', '第十一条第二款', '未按时提交年度报告的信用服务机构将自动撤销建档'],
    ['LNR-53-5', '第五十三条第（三）项', '未按规定对异议信息进行核查和处理的'],
    [
      'LNO-3.3-3',
      '保障措施第（三）项',
      '依照管理权限进行约谈，根据情节轻重予以责令改正、警告、通报批评和行政处罚',
    ],
    ['ZY-4-9', '第四部分', '公示期为7个工作日,公示期满无异议的,部门和单位方可使用'],
  ])('cites %s in full: %s', (id, article, quote) => expect(ruleOf(id)).toMatchObject({ article, quote }));

  it('knows nothing of a rule nobody wrote', () => {
    expect(ruleOf('XJ-99-1')).toBeUndefined();
    expect(() => ruleOrThrow('XJ-99-1')).toThrow(expect.objectContaining({ code: 'RULE_UNKNOWN' }));
  });
});

describe('what an act may cite', () => {
  const xinjiang = rulebookOrThrow('xj-measures-draft@2024-01-01');
  const liaoning = rulebookOrThrow('ln-regulation@2022-01-01');
  it.each([
    ['its own law', xinjiang, 'XJ-15-3', true],
    ['either document of its own law', liaoning, 'LNO-3.3-3', true],
    ['either document of its own law', liaoning, 'LNR-53-1', true],
    ['the national notice', liaoning, 'ND-3.2-2', true],
    ['the repair instruments', xinjiang, 'NR36-1', true],
    ['the repair instruments', xinjiang, 'NR58-1', true],
    ['never another province', xinjiang, 'LNR-53-1', false],
    ['never another province', liaoning, 'XJ-15-3', false],
    ['never a rule that does not exist', xinjiang, 'XJ-15-9', false],
  ] as [string, Rulebook, string, boolean][])('%s', (_, rulebook, ruleId, citable) => {
    expect(ruleIsCitable(rulebook, ruleId)).toBe(citable);
  });
});

describe.each(LAW.rulebooks.map((rulebook) => [rulebook.id, rulebook] as const))('%s', (_, rulebook) => {
  const parameters = parametersOf(rulebook);

  it('rests every value on a rule it may cite, with that rule’s article and words', () => {
    expect(parameters.length).toBeGreaterThan(40);
    for (const parameter of parameters) {
      const { article, quote } = ruleOrThrow(parameter.basis);
      expect(parameter).toMatchObject({ article, quote });
      expect([parameter.path, parameter.basis, ruleIsCitable(rulebook, parameter.basis)]).toEqual([
        parameter.path,
        parameter.basis,
        true,
      ]);
    }
  });

  it('takes every term of working days that it calls law from the words of the law', () => {
    const numerals = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    for (const { path, value, source, quote } of parameters) {
      const term = value as { amount: number; unit: string };
      if (source !== 'law' || term.unit !== 'working-day') continue;
      const forms = [`${term.amount}个工作日`, `${numerals[term.amount]}个工作日`];
      // Article 12 has no number of its own: the change is reviewed “as article 10 requires”.
      const referred = path === 'filing.amendmentReviewTerm' && quote.includes('按照第十条要求');
      expect([path, quote, referred || forms.some((form) => quote.includes(form))]).toEqual([
        path,
        quote,
        true,
      ]);
    }
  });

  it('names no decision that is not written down', () => {
    const named = parameters.flatMap(({ gap }) => (gap === undefined ? [] : [gap]));
    expect(named.length).toBeGreaterThan(10);
    for (const id of named)
      expect(gapOf(id)).toMatchObject({ id, question: expect.any(String), decision: expect.any(String) });
  });

  it('names the decision behind every grading value, since no text gives one', () => {
    const grading = parameters.filter(({ path }) => path.startsWith('grading.'));
    expect(grading.map(({ source }) => source)).not.toContain('law');
  });

  it('orders its grades from best to worst, down to a score of 0, with rising inspection', () => {
    const bands = rulebook.grading.bands.value;
    expect(bands.map(({ grade }) => grade)).toEqual(['A', 'B', 'C', 'D']);
    expect(bands.at(-1)?.scoreMin).toBe(0);
    for (const [index, band] of bands.entries()) {
      const better = bands[index - 1];
      if (better === undefined) continue;
      expect(band.scoreMin).toBeLessThan(better.scoreMin);
      expect(band.inspectionRatioBp).toBeGreaterThan(better.inspectionRatioBp);
    }
  });
});
