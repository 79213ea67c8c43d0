import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hash, random, vaultInMemory } from '../testing/index.ts';
import { openPayload, type Sealing, sealedUnder, sealPayload } from './payload.ts';
import type { PersonalPath } from './personal-fields.ts';

const PATHS: readonly PersonalPath[] = [
  { path: 'managers[].name', kind: 'name' },
  { path: 'managers[].residentId', kind: 'resident-id' },
  { path: 'managers[].mobile', kind: 'mobile' },
  { path: 'contact.person', kind: 'name' },
  { path: 'contact.mobile', kind: 'mobile' },
  { path: 'witnesses[]', kind: 'name' },
];
const filed = {
  name: '新疆星垣信用科技有限公司（示例）',
  managers: [
    { role: '总经理', name: '王测试', residentId: '990000199001010017', mobile: '19000001111' },
    { role: '董事长', name: '李测试', residentId: '990000199001010025', mobile: '19000001111' },
  ],
  contact: { person: '阿卜杜·测试江', mobile: '19000002222' },
  witnesses: ['欧阳测试', '赵测试'],
};
const RAW = [
  '王测试',
  '990000199001010017',
  '19000001111',
  '李测试',
  '阿卜杜·测试江',
  '19000002222',
  '欧阳测试',
];
const sealing = (
  vault = vaultInMemory(),
  fileId = '650000-91650102MAFAKE019H',
): Sealing & { vault: typeof vault } => ({
  fileId,
  hash,
  vault,
  random,
});

describe('a payload that is sealed', () => {
  it('holds no personal value any more, and everything else as it was', async () => {
    const sealed = await sealPayload(filed, PATHS, sealing());
    const text = JSON.stringify(sealed);
    expect(RAW.filter((value) => text.includes(value))).toEqual([]);
    expect(sealed).toMatchObject({ name: filed.name, managers: [{ role: '总经理' }, { role: '董事长' }] });
  });

  it('opens as what it was', async () => {
    const context = sealing();
    const sealed = await sealPayload(filed, PATHS, context);
    expect(await openPayload(sealed, context.vault)).toEqual({ payload: filed, erased: new Set() });
  });

  it('is left alone when it is sealed a second time, and the one given is never changed', async () => {
    const context = sealing();
    const before = structuredClone(filed);
    const sealed = await sealPayload(filed, PATHS, context);
    expect(await sealPayload(sealed, PATHS, context)).toEqual(sealed);
    expect(filed).toEqual(before);
  });

  it('has one key for each person, known by the best there is', async () => {
    const context = sealing();
    const sealed = (await sealPayload(filed, PATHS, context)) as typeof filed;
    // Two managers, though they share a telephone; the contact person; two witnesses.
    expect(sealedUnder(sealed).size).toBe(5);
    expect(sealed.managers.map((manager) => sealedUnder(manager).size)).toEqual([1, 1]);
    const [one] = sealedUnder(sealed.managers[0]);
    expect(await context.vault.find(hash({ by: 'resident-id', value: '990000199001010017' }))).toBe(one);
    const [contact] = sealedUnder(sealed.contact);
    expect(await context.vault.find(hash({ by: 'mobile', value: '19000002222' }))).toBe(contact);
  });

  it('has the same key for a resident id in another file, and another for a bare name there', async () => {
    const { vault } = sealing();
    const here = (await sealPayload(filed, PATHS, sealing(vault))) as typeof filed;
    const there = (await sealPayload(
      filed,
      PATHS,
      sealing(vault, '210000-91210102MAFAKE019H'),
    )) as typeof filed;
    expect(sealedUnder(here.managers)).toEqual(sealedUnder(there.managers));
    expect(sealedUnder(here.witnesses)).not.toEqual(sealedUnder(there.witnesses));
  });

  it('leaves out what is not there', async () => {
    const bare = { managers: [{ role: '总经理', name: null }], contact: {}, witnesses: 'none' };
    expect(await sealPayload(bare, PATHS, sealing())).toEqual(bare);
    expect(await sealPayload(null, PATHS, sealing())).toBeNull();
  });

  it('seals a value of any form that its schema marks', async () => {
    const path: PersonalPath = { path: 'after', kind: 'by-field' };
    const payloads = fc.jsonValue().filter((value) => value !== null);
    await fc.assert(
      fc.asyncProperty(payloads, async (after) => {
        const context = sealing();
        const payload: unknown = JSON.parse(JSON.stringify({ after }));
        const sealed = await sealPayload(payload, [path], context);
        expect(sealedUnder(sealed).size).toBe(1);
        expect(await openPayload(sealed, context.vault)).toEqual({ payload, erased: new Set() });
      }),
      { numRuns: 50 },
    );
  });
});

describe('a person who is erased', () => {
  it('is gone from every payload, and nobody else is', async () => {
    const context = sealing();
    const sealed = (await sealPayload(filed, PATHS, context)) as typeof filed;
    const id = await context.vault.find(hash({ by: 'resident-id', value: '990000199001010017' }));
    if (id === undefined) throw new Error('the manager has a key');
    expect(await context.vault.destroy([id])).toBe(1);

    const { payload, erased } = await openPayload(sealed, context.vault);
    expect(erased).toEqual(new Set([id]));
    expect(payload).toEqual({
      ...filed,
      managers: [{ ...sealed.managers[0] }, filed.managers[1]],
    });
    const text = JSON.stringify(payload);
    expect(['王测试', '990000199001010017'].filter((value) => text.includes(value))).toEqual([]);
  });

  it('leaves the sealed bytes as they were, so that every hash over them still holds', async () => {
    const context = sealing();
    const sealed = await sealPayload(filed, PATHS, context);
    const before = JSON.stringify(sealed);
    await context.vault.destroy(sealedUnder(sealed));
    expect((await openPayload(sealed, context.vault)).payload).toEqual(sealed);
    expect(JSON.stringify(sealed)).toBe(before);
  });
});
