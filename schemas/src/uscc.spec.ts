import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkUscc, normaliseUscc } from './uscc.ts';

describe('GB 32100-2015: the unified social credit code', () => {
  it.each([
    ['91350100M000100Y43', []],
    ['91653024MAR0001290', []],
    ['91653024MAR000006Y', []],
    ['91620702MAFAKE22XE', []],
    ['91650102MAFAKE0230', ['organisation-code-check']],
    ['91650102MAFAKE013Y', ['organisation-code-check']],
    ['91310115MA1H8R7C6D', ['check-character']],
    ['91350211M0000XUF46', ['check-character']],
  ])('%s is well formed, with the findings %j', (uscc, findings) => {
    const check = checkUscc(uscc);
    expect(check).toMatchObject({ uscc });
    expect(check).toHaveProperty('findings', expect.arrayContaining(findings));
  });

  it.each([
    ['91310115MA1H8R7C6D', '91310115MA1H8R7C67'],
    ['91350211M0000XUF46', '91350211M0000XUF4R'],
  ])('%s should end as %s', (wrong, right) => {
    expect(checkUscc(wrong)).toHaveProperty('findings', expect.arrayContaining(['check-character']));
    expect(checkUscc(right)).toHaveProperty('findings', expect.not.arrayContaining(['check-character']));
  });

  it('takes lower case, full width and blanks for the same code', () => {
    expect(normaliseUscc(' ９１３５０１００m000\u3000100ｙ43\ufeff')).toBe('91350100M000100Y43');
    expect(checkUscc('91350100 m000 100y 43')).toEqual({ uscc: '91350100M000100Y43', findings: [] });
  });

  it.each([
    ['', 'length', 1],
    ['91350100M000100Y4', 'length', 18],
    ['91350100M000100Y433', 'length', 19],
    ['9135010OM000100Y43', 'alphabet', 8],
    ['91350100M000I00Y43', 'alphabet', 13],
    ['91350100M000S00Y43', 'alphabet', 13],
    ['91350100V000100Y43', 'alphabet', 9],
    ['91350100M000100Y4Z', 'alphabet', 18],
    ['91350100-000100Y43', 'alphabet', 9],
    ['9135A100M000100Y43', 'division', 5],
  ])('%j is malformed by its %s at %i', (text, rule, position) => {
    expect(checkUscc(text)).toMatchObject({ malformed: { rule, position } });
  });

  it('exactly one check character of the 31 is right', () => {
    const character = fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY');
    const first17 = fc
      .tuple(
        fc.constantFrom('91', '92', '93'),
        fc.stringMatching(/^\d{6}$/),
        fc.string({ unit: character, minLength: 9, maxLength: 9 }),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(first17, (start) => {
        const right = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].filter((last) => {
          const check = checkUscc(start + last);
          return check.malformed === undefined && !check.findings.includes('check-character');
        });
        expect(right).toHaveLength(1);
      }),
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void checkUscc(text)));
  });
});
