import { LAW } from '@ledger/rulebooks';
import { describe, expect, it } from 'vitest';
import { LAW_OF } from '../../testing/law.ts';
import { authority, given, type Step, system } from '../../testing/scenario.ts';
import {
  GANZHOU,
  ON_FILE,
  ON_FILE_IN_LIAONING,
  ON_FILE_IN_ZHANGYE,
  SHENYANG,
  URUMQI,
} from '../../testing/steps.ts';

/** The last step of a story: the acceptance, which publishes. */
const acceptance = (steps: readonly Step[]): Step => {
  const last = steps.at(-1);
  if (last === undefined) throw new Error('a story has steps');
  return last;
};

describe('XJ-7-2, XJ-10-2, LNO-2.1-4: an accepted file is published, desensitised', () => {
  it.each([
    ['Xinjiang', ON_FILE, URUMQI, 'XJ-10-2'],
    ['Liaoning', ON_FILE_IN_LIAONING, SHENYANG, 'LNO-2.1-4'],
    ['Zhangye', ON_FILE_IN_ZHANGYE, GANZHOU, 'ZY-5-4'],
  ])('in %s, with the list of what is masked', (_, steps, fileId, rule) => {
    const { history } = given(steps.slice(0, -1), fileId)
      .when(acceptance(steps))
      .thenData(1, {
        projection: 'public-register',
        desensitised: true,
        maskedFields: expect.arrayContaining(['residentId', 'mobile', 'homeAddress']),
      });
    expect(history.events.find(({ type }) => type === 'published')?.metadata.basis).toEqual([rule]);
  });
  it('nothing of a file under review is', () =>
    given(ON_FILE.slice(0, 1))
      .when({
        name: 'publish',
        at: '2024-03-05T10:00:00+08:00',
        by: system,
        data: { projection: 'public-register', desensitised: true },
      })
      .thenRefused('FILE_IN_OTHER_STATE'));
});

describe('LNR-9-1: the public credit body runs the website', () => {
  it('its system publishes again when the page was rebuilt', () =>
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when({
        name: 'publish',
        at: '2024-05-05T10:00:00+08:00',
        by: system,
        data: { projection: 'public-register', desensitised: true },
      })
      .thenEvents('published'));
});

describe('LNO-2.6-4, ZY-5-4, XJ-19-1: scope, services, norms and fees are open to all', () => {
  it.each([
    ['Liaoning', LAW_OF.liaoning],
    ['Zhangye', LAW_OF.zhangye],
    ['Xinjiang', LAW_OF.xinjiang],
  ])('%s shows services and fees in full', (_, { rulebook }) => {
    const item = (name: string) =>
      rulebook.disclosure.catalogue.find(({ value }) => value.item === name)?.value;
    for (const name of ['services', 'fee-schedule'])
      expect(item(name)).toMatchObject({ view: 'full', mode: 'open', shownFor: 'registration' });
  });
});

describe('LNR-10-1, LNR-10-2, LNR-17-1: a catalogue says of every item whether it is public, how and how long', () => {
  it.each(LAW.rulebooks.map((rulebook) => [rulebook.id, rulebook] as const))('%s', (_, { disclosure }) => {
    const items = disclosure.catalogue.map(({ value }) => value);
    expect(new Set(items.map(({ item }) => item)).size).toBe(items.length);
    for (const { view, mode, shownFor, keptFor } of items) {
      expect(keptFor).toBe('ever');
      // What is withheld is shared between departments and has no term in public.
      expect([mode === 'sharing', shownFor === undefined]).toEqual([
        view === 'withheld',
        view === 'withheld',
      ]);
    }
  });
  it('changes with the version of the rulebook that holds it', () => {
    expect(LAW_OF.liaoning.rulebook).toMatchObject({
      id: 'ln-regulation@2022-01-01',
      inForceFrom: '2022-01-01',
    });
  });
});

describe('LNR-55-1, XJ-32-1: an act is judged under the rulebook in force on its day', () => {
  it.each([
    ['2028-12-31T23:59:59+08:00', 'taken'],
    ['2029-01-01T00:00:00+08:00', 'RULEBOOK_UNKNOWN'],
  ])('a filing in Xinjiang at %s: %s', (at, outcome) => {
    const [filing] = ON_FILE;
    const made = given([]).when({ ...(filing as Step), at });
    if (outcome === 'taken') made.thenEvents('filed');
    else made.thenRefused('RULEBOOK_UNKNOWN');
  });
  it('one in Liaoning before 2022 is not', () => {
    const [filing] = ON_FILE_IN_LIAONING;
    given([], SHENYANG)
      .when({ ...(filing as Step), at: '2021-12-31T23:59:59+08:00' })
      .thenRefused('RULEBOOK_UNKNOWN')
      .thenSays('no rulebook of this jurisdiction is in force on 2021-12-31T23:59:59+08:00');
    given([], SHENYANG)
      .when({ ...(filing as Step), at: '2022-01-01T00:00:00+08:00' })
      .thenEvents('filed');
  });
  it('and the event names it', () =>
    expect(given(ON_FILE).history.events.map(({ metadata }) => metadata.rulebook)).toEqual(
      Array.from({ length: 5 }, () => 'xj-measures-draft@2024-01-01'),
    ));
});

describe('XJ-2-2: higher law prevails', () => {
  it('an act may rest on the national notice or a named national instrument beside its own law', () =>
    given(ON_FILE)
      .when({
        name: 'check-commitment',
        at: '2024-12-20T10:00:00+08:00',
        by: authority,
        basis: ['ND-3.2-2'],
        data: { year: 2024, fulfilled: true },
      })
      .thenEvents('commitment-checked', 'published'));
});

describe('XJ-31-1: the interpretation of the regional authority stands in the version of the rulebook', () => {
  it('as a note beside the value that it reads', () => {
    expect(LAW_OF.xinjiang.rulebook.validity).toMatchObject({ basis: 'XJ-32-1', note: expect.any(String) });
    expect(LAW_OF.xinjiang.rulebook.filing.commitmentClauses.note).toContain('names no clause');
  });
});

describe('LNR-2-1, LNO-1.2-7: in the whole province, anyone may watch', () => {
  it('the rulebook governs the divisions of the province', () =>
    expect(LAW_OF.liaoning.rulebook).toMatchObject({ jurisdiction: '210000', competence: { within: '21' } }));
  it('and the public complains about an agency on file', () =>
    given(ON_FILE_IN_LIAONING, SHENYANG)
      .when({
        name: 'complain',
        at: '2025-05-05T10:00:00+08:00',
        by: { kind: 'public', id: 'visitor-1', org: 'public' },
        data: { ground: 'BUNDLING', identityWithheld: true, ref: 'C-1' },
      })
      .thenEvents('complained'));
});
