import { describe, expect, it } from 'vitest';
import { authority, given, paper } from '../../testing/scenario.ts';
import { ON_FILE, URUMQI } from '../../testing/steps.ts';
import { emptyFile } from '../credit-file.ts';
import { evolve, foldFile } from '../evolve.ts';
import type { FileEvent } from '../file-event.ts';
import { recordOf, standingRecords } from './records.ts';

/** An event of a file, the nth of a story; its document has the number that is named. */
const event = (nth: number, type: FileEvent['type'], data: object, number?: string): FileEvent =>
  ({
    stream: `agency-${URUMQI}`,
    revision: nth,
    id: `00000000-0000-4000-8000-00000000000${nth}`,
    type,
    data,
    metadata: {
      schema: 1,
      occurredAt: `2025-03-0${nth}T10:00:00+08:00`,
      recordedAt: `2025-03-0${nth}T10:00:00+08:00`,
      actor: { ...authority, org: `organ-${nth}` },
      basis: ['XJ-17-1'],
      rulebook: 'xj-measures-draft@2024-01-01',
      ...(number === undefined ? {} : { document: { ...paper, number, date: '2025-02-28' } }),
    },
  }) as unknown as FileEvent;

const recordsAfter = (...events: readonly FileEvent[]) => foldFile(URUMQI, events).records;
/** How each determination ended, in order; undefined where it stands. */
const endsOf = (...events: readonly FileEvent[]) => recordsAfter(...events).map(({ ended }) => ended?.by);

const penalised = (nth: number, number?: string, more: object = {}) =>
  event(nth, 'penalised', { measure: '罚款', ...more }, number);
const listed = (nth: number, list: string, more: object = {}) =>
  event(nth, 'listed', { list, ...more }, `名单-${nth}`);

describe('LNR-23-1: a determination of untrustworthy conduct is kept', () => {
  it('with its act, its document, who determined it and when', () =>
    expect(recordsAfter(penalised(3, '罚-3'))).toEqual([
      {
        eventId: '00000000-0000-4000-8000-000000000003',
        type: 'penalised',
        number: '罚-3',
        list: undefined,
        determinedBy: 'organ-3',
        determinedOn: '2025-02-28',
        publicationClass: 'general',
        ended: undefined,
      },
    ]));

  it('on the day of the act, where no paper has one', () =>
    expect(recordsAfter(penalised(3))).toMatchObject([{ number: undefined, determinedOn: '2025-03-03' }]));

  it.each(['warned', 'criticised', 'exposed'] as const)('%s is one', (type) =>
    expect(recordsAfter(event(1, type, { target: 'agency' }, '文-1'))).toMatchObject([
      { type, number: '文-1' },
    ]),
  );

  it.each([
    [undefined, 1],
    ['adverse', 1],
    ['favourable', 0],
    ['informational', 0],
  ])('a listing of effect %s makes %i', (effect, number) =>
    expect(recordsAfter(listed(1, '黑名单', effect === undefined ? {} : { effect }))).toHaveLength(number),
  );

  it('of the class that the determination says', () =>
    expect(recordsAfter(penalised(1, '罚-1', { publicationClass: 'serious' }))).toMatchObject([
      { publicationClass: 'serious' },
    ]));

  it('and nothing else is one', () => expect(given(ON_FILE).history.file.records).toEqual([]));
});

describe('what ends a determination ends that one', () => {
  const three = [penalised(1, '罚-1'), penalised(2, '罚-2'), listed(3, '黑名单')];

  it.each<[string, FileEvent, readonly (string | undefined)[]]>([
    ['a repair that names it', event(9, 'repaired', { penalty: '罚-2' }), [undefined, 'repaired', undefined]],
    [
      'the end of its publication',
      event(9, 'unpublished', { what: '罚-1' }),
      ['unpublished', undefined, undefined],
    ],
    ['its withdrawal', event(9, 'withdrawn', { what: '罚-2' }), [undefined, 'withdrawn', undefined]],
    ['leaving the list', event(9, 'delisted', { list: '黑名单' }), [undefined, undefined, 'delisted']],
    ['leaving lists without a name', event(9, 'delisted', {}), [undefined, undefined, 'delisted']],
    [
      'its invalidation',
      event(9, 'invalidated', { invalidates: '00000000-0000-4000-8000-000000000002' }),
      [undefined, 'invalidated', undefined],
    ],
    [
      'leaving another list: none',
      event(9, 'delisted', { list: '资质名单' }),
      [undefined, undefined, undefined],
    ],
    [
      'a withdrawal of something else: none',
      event(9, 'withdrawn', { what: '罚-9' }),
      [undefined, undefined, undefined],
    ],
    ['taking a page down: none', event(9, 'unpublished', {}), [undefined, undefined, undefined]],
  ])('%s', (_, end, expected) => expect(endsOf(...three, end)).toEqual(expected));

  it('of two lists the one that is left', () =>
    expect(
      endsOf(listed(1, '黑名单'), listed(2, '资质名单'), event(9, 'delisted', { list: '资质名单' })),
    ).toEqual([undefined, 'delisted']));

  it('at the instant of the act, and once: what has ended does not end again', () => {
    const over = [penalised(1, '罚-1'), event(2, 'withdrawn', { what: '罚-1' })];
    const again = event(3, 'unpublished', { what: '罚-1' });
    expect(recordsAfter(...over, again)).toMatchObject([
      { ended: { at: '2025-03-02T10:00:00+08:00', by: 'withdrawn' } },
    ]);
  });

  it('and an act that ends none leaves the records untouched', () => {
    const file = foldFile(URUMQI, three);
    expect(evolve(file, event(9, 'withdrawn', { what: '罚-9' })).records).toBe(file.records);
    expect(evolve(emptyFile(URUMQI), event(9, 'delisted', {})).records).toEqual([]);
  });
});

describe('which determination is spoken of', () => {
  const file = foldFile(URUMQI, [
    penalised(1, '罚-1'),
    penalised(2, '罚-2'),
    penalised(3, '罚-2', { publicationClass: 'serious' }),
    event(4, 'withdrawn', { what: '罚-1' }),
  ]);

  it('by a number, the newest under it, also one that has ended', () => {
    expect(recordOf(file, '罚-2')?.publicationClass).toBe('serious');
    expect(recordOf(file, '罚-1')?.ended?.by).toBe('withdrawn');
    expect(recordOf(file, '罚-9')).toBeUndefined();
  });

  it('without one, the oldest that stands', () => {
    expect(recordOf(file, undefined)?.eventId).toBe('00000000-0000-4000-8000-000000000002');
    expect(standingRecords(file).map(({ number }) => number)).toEqual(['罚-2', '罚-2']);
  });
});
