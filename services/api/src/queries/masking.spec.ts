import { existsSync, readFileSync } from 'node:fs';
import { EVENT_TYPES, latestVersion } from '@ledger/schemas';
import { describe, expect, it } from 'vitest';
import { maskedData } from './masking.ts';

const EVENTS = new URL('../../../../schemas/src/events/', import.meta.url);

/** Names of members that hold a personal value, written down here apart from the schemas. */
const PERSONAL_MEMBERS = new Set(['residentId', 'mobile', 'certificateNo', 'contactMobile', 'contactPerson']);
const PEOPLE = new Set(['seniorManagers', 'professionals']);

function personalValuesIn(value: unknown, within = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((element) => personalValuesIn(element, within));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const isPersonal = PERSONAL_MEMBERS.has(key) || (key === 'name' && PEOPLE.has(within));
    return isPersonal && typeof member === 'string' ? [member] : personalValuesIn(member, key);
  });
}

describe('a payload on its way out', () => {
  const examples = EVENT_TYPES.flatMap((type) => {
    const file = new URL(`${type}/v${latestVersion(type)}.example.json`, EVENTS);
    return existsSync(file) ? [{ type, data: JSON.parse(readFileSync(file, 'utf8')) as unknown }] : [];
  });

  it('has an example for every type of event', () => expect(examples).toHaveLength(EVENT_TYPES.length));

  it.each(examples)('of type $type holds no raw personal value', ({ type, data }) => {
    const { data: out } = maskedData(type, latestVersion(type), data);
    const text = JSON.stringify(out);
    for (const value of personalValuesIn(data)) expect(text).not.toContain(JSON.stringify(value));
  });

  it('keeps what is not personal as it is', () => {
    const data = { field: 'agencyName', before: '甲公司', after: '乙公司', changedOn: '2025-07-28' };
    expect(maskedData('amended', 1, data)).toEqual({ data, masked: [] });
  });

  it('masks an amendment as the field that it replaces', () => {
    const changed = (field: string, before: unknown, after: unknown) =>
      maskedData('amended', 1, { field, before, after, changedOn: '2025-07-28' });
    expect(changed('contactPerson', '欧阳测试', '王五')).toMatchObject({
      data: { before: '欧阳**', after: '王*' },
      masked: ['before', 'after'],
    });
    expect(changed('contactMobile', '19000000251', '19000000252')).toMatchObject({
      data: { before: '190****0251', after: '190****0252' },
    });
    expect(
      changed('seniorManagers', undefined, [
        { role: '总经理', name: '董卯', residentId: '990000197701012524' },
      ]),
    ).toMatchObject({
      data: { after: [{ role: '总经理', name: '董*', residentId: '990***********2524' }] },
      masked: ['after[].name', 'after[].residentId'],
    });
    expect(changed('homeAddress', '某街1号', '某街2号')).toMatchObject({
      data: { before: '****', after: '****' },
    });
  });

  it('clears free text of what somebody typed into it', () => {
    const data = {
      code: 'FALSE-PUBLICITY',
      reason: '联系人 19000000251，身份证 990000197612282514，邮箱 tian@example.cn',
    };
    const { data: out } = maskedData('warned', 1, data);
    expect(String(out['reason'])).not.toMatch(/19000000251|990000197612282514|tian@/);
  });

  it('of a type or version nobody knows is left out whole', () => {
    expect(maskedData('whispered', 1, { name: '田测试' })).toEqual({ data: {}, masked: ['*'] });
    expect(maskedData('filed', 99, { name: '田测试' })).toEqual({ data: {}, masked: ['*'] });
  });
});
