import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { isAdverse } from './adverse.ts';
import { EVENT_CATALOGUE, EVENT_TYPES, type EventData, isEventType, latestVersion } from './catalogue.ts';
import { parseEventData, parseLatestEventData } from './parse-event-data.ts';
import { personalPaths } from './personal-paths.ts';
import { upcastEventData } from './upcast.ts';

const here = new URL('./', import.meta.url);
const released = EVENT_TYPES.flatMap((type) =>
  EVENT_CATALOGUE[type].versions.map((_, index) => ({ type, version: index + 1 })),
);

function exampleOf(type: string, version: number): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`${type}/v${version}.example.json`, here), 'utf8'));
}

describe('the catalogue of events', () => {
  it('has every folder beside it, and every version in the folder with its example', () => {
    const folders = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const files = folders.flatMap(({ name }) =>
      readdirSync(new URL(name, here)).map((file) => `${name}/${file}`),
    );
    const expected = released.flatMap(({ type, version }) => [
      `${type}/v${version}.ts`,
      `${type}/v${version}.example.json`,
    ]);
    expect(files.sort()).toEqual(expected.sort());
  });

  it('has one step between each two versions of a type, and the last version as the latest', () => {
    for (const type of EVENT_TYPES) {
      const { versions, upcasts, latest } = EVENT_CATALOGUE[type];
      expect(upcasts, type).toHaveLength(versions.length - 1);
      expect(versions.at(-1), type).toBe(latest);
    }
  });

  it('knows no type by inheritance', () => {
    for (const type of ['toString', '__proto__', 'constructor', '']) expect(isEventType(type)).toBe(false);
  });

  it('types the newest payload for the domain', () => {
    expectTypeOf<EventData<'rectification-ordered'>['term']>().toEqualTypeOf<{
      readonly amount: number;
      readonly unit: 'calendar-day' | 'working-day';
    }>();
    expectTypeOf<EventData<'barred'>['lastDay']>().toEqualTypeOf<string>();
    expectTypeOf<EventData<'filed'>['serviceKinds']>().toEqualTypeOf<readonly string[]>();
  });
});

describe.each(released)('$type, version $version', ({ type, version }) => {
  const example = exampleOf(type, version);

  it('parses its example, for ever', () => {
    expect(parseEventData(type, version, example)).toEqual({ value: example });
  });

  it('brings its example to the newest version', () => {
    expect(
      parseEventData(type, latestVersion(type), upcastEventData(type, version, example)).faults,
    ).toBeUndefined();
  });

  it('refuses a field it does not have', () => {
    expect(parseEventData(type, version, { ...example, blessing: true })).toEqual({
      faults: [{ path: 'blessing', rule: 'unknown-field', message: 'the schema has no such field' }],
    });
  });
});

describe('a payload that does not keep to its schema', () => {
  const filed = exampleOf('filed', 1);

  it('gets every fault with its place', () => {
    const faults = parseLatestEventData('filed', {
      ...filed,
      uscc: '91210102MAFAKE166O',
      registeredOn: '2025-02-30',
      documents: [{ kind: 'articles', sha256: 'sha256:00' }],
      seniorManagers: [{ role: '总经理', name: '\ud800' }],
    }).faults;
    expect(faults?.map(({ path }) => path)).toEqual([
      'uscc',
      'registeredOn',
      'documents[0].sha256',
      'seniorManagers[0].name',
    ]);
  });

  it.each([undefined, null, 1, 'text', [], [filed]])('%j is no payload', (value) => {
    expect(parseEventData('filed', 1, value).faults).toHaveLength(1);
  });

  it('is refused by name when its type or version does not exist', () => {
    expect(parseEventData('blessed', 1, {})).toMatchObject({ faults: [{ rule: 'unknown-type' }] });
    expect(parseEventData('filed', 2, filed)).toMatchObject({ faults: [{ rule: 'unknown-version' }] });
    expect(parseEventData('filed', 0, filed)).toMatchObject({ faults: [{ rule: 'unknown-version' }] });
  });
});

describe('upcasting rectification-ordered from version 1 to 2', () => {
  it('states the term as one value and leaves unsaid what version 1 did not know', () => {
    const stored = { termDays: 15, unit: 'working-day', due: { date: '2025-01-20' } };
    expect(upcastEventData('rectification-ordered', 1, stored)).toEqual({
      term: { amount: 15, unit: 'working-day' },
      due: { date: '2025-01-20' },
    });
    expect(stored).toEqual({ termDays: 15, unit: 'working-day', due: { date: '2025-01-20' } });
  });

  it('leaves the newest version as it is', () => {
    const stored = { term: { amount: 30, unit: 'calendar-day' } };
    expect(upcastEventData('rectification-ordered', 2, stored)).toBe(stored);
  });

  it.each([0, 3, 1.5])('refuses version %d, which this ledger does not know', (version) => {
    expect(() => upcastEventData('rectification-ordered', version, {})).toThrow('has versions 1 to 2');
  });

  it('refuses a stored payload that is none of its version', () => {
    expect(() => upcastEventData('rectification-ordered', 1, { termDays: 'many' })).toThrow();
  });
});

describe('XJ-10-2: what has to be masked is known from the schemas', () => {
  it('names the personal fields of a filing', () => {
    expect(personalPaths('filed', 1)).toEqual([
      { path: 'seniorManagers[].name', kind: 'name' },
      { path: 'seniorManagers[].residentId', kind: 'resident-id' },
      { path: 'seniorManagers[].mobile', kind: 'mobile' },
      { path: 'professionals[].name', kind: 'name' },
      { path: 'professionals[].residentId', kind: 'resident-id' },
      { path: 'professionals[].mobile', kind: 'mobile' },
      { path: 'professionals[].certificateNo', kind: 'certificate' },
      { path: 'contactPerson', kind: 'name' },
      { path: 'contactMobile', kind: 'mobile' },
    ]);
  });

  it('names those of the other events, and none elsewhere', () => {
    const others = Object.fromEntries(
      released
        .map(({ type, version }) => [type, personalPaths(type, version).map(({ path }) => path)] as const)
        .filter(([, paths]) => paths.length > 0),
    );
    const changed = (side: string) => [
      side,
      ...['name', 'residentId', 'mobile', 'certificateNo'].map((f) => `${side}[].${f}`),
    ];
    expect(others).toEqual({
      amended: [...changed('before'), ...changed('after')],
      'certificate-conflict-detected': ['certificateNo'],
      complained: ['complainant', 'contact'],
      corrected: [...changed('before'), ...changed('after')],
      exposed: ['person'],
      filed: expect.arrayContaining(['seniorManagers[].name']),
      penalised: ['person'],
      'practitioner-recorded': ['name', 'residentId', 'certificateNo'],
      refiled: expect.arrayContaining(['seniorManagers[].name']),
    });
  });
});

describe('LNR-23-1: adverse acts rest on a document', () => {
  it.each(['revoked', 'penalised', 'interviewed', 'report-overdue', 'listed'])('%s is adverse', (type) => {
    expect(isAdverse(type)).toBe(true);
  });
  it.each(['filed', 'restored', 'delisted', 'revocation-confirmed', 'graded'])('%s is not', (type) => {
    expect(isAdverse(type)).toBe(false);
  });
  it('every event that says a term was missed is adverse', () => {
    const overdue = EVENT_TYPES.filter((type) => type.endsWith('-overdue'));
    expect(overdue.length).toBeGreaterThan(5);
    expect(overdue.filter((type) => !isAdverse(type))).toEqual([]);
  });
});
