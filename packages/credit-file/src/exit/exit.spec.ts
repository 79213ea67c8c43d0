import { STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { agency, authority, given, type Step } from '../../testing/scenario.ts';
import { adverse, ON_FILE, ON_FILE_IN_LIAONING, SHENYANG, SHENYANG_OFFICER } from '../../testing/steps.ts';
import { admit } from '../admit.ts';

const apply = (reason: string): Step => ({
  name: 'apply-deregistration',
  at: '2025-10-11T16:30:00+08:00',
  by: agency,
  data: { reason },
});
const deregister: Step = {
  name: 'deregister',
  at: '2025-10-22T10:00:00+08:00',
  by: authority,
  data: { reason: 'MERGER' },
};
const DEPARTMENTS = ['社会信用主管部门', '网信', '数字化发展'];
/** Disposed of under offices of the departments that the law names, in its order; `undefined` sends nobody. */
const dispose = (offices: readonly (string | undefined)[]): Step => ({
  name: 'dispose-database',
  at: '2025-12-03T10:00:00+08:00',
  by: authority,
  data: {
    supervisors: DEPARTMENTS.flatMap((department, at) => {
      const office = offices[at];
      return office === undefined ? [] : [{ department, office }];
    }),
    method: '移交承继机构并销毁副本',
    certificateSha256: 'a'.repeat(64),
  },
});

describe('XJ-18-1: an agency that ends its service applies for deregistration', () => {
  it.each(['MERGER', 'DISSOLUTION', 'CANCELLATION', 'BANKRUPTCY', 'SCOPE-CHANGE'])('on %s', (reason) => {
    given(ON_FILE).when(apply(reason)).thenEvents('deregistration-applied');
  });
  it('on no other reason', () =>
    given(ON_FILE)
      .when(apply('HOLIDAY'))
      .thenRefused('GROUND_UNKNOWN', 'XJ-18-1')
      .thenSays(
        'HOLIDAY is no reason to leave; there are MERGER, DISSOLUTION, CANCELLATION, BANKRUPTCY, SCOPE-CHANGE',
      ));
  it('is not deregistered without applying', () =>
    given(ON_FILE).when(deregister).thenRefused('CASE_AT_OTHER_STEP'));
  it('the cases that are still open are listed', () =>
    given([
      ...ON_FILE,
      adverse('interview', '2025-10-09T10:00:00+08:00', { code: 'CONFLICT' }),
      apply('MERGER'),
    ])
      .when(deregister)
      .thenData(0, { openCases: ['commitment-1', 'discipline-1'] })
      .thenStatus('deregistered'));
  it('may file again later', () =>
    given([...ON_FILE, apply('MERGER'), deregister])
      .when({ name: 'refile', at: '2026-03-02T10:00:00+08:00', by: agency, data: ON_FILE[0]?.data ?? {} })
      .thenStatus('under-review'));
});

describe('XJ-18-2: the website stops publishing', () => {
  it('with the deregistration', () =>
    given([...ON_FILE, apply('MERGER')])
      .when(deregister)
      .thenEvents('deregistered', 'unpublished')
      .thenData(1, { what: 'public-register' }));
});

describe('XJ-18-3: the database is disposed of under three departments', () => {
  const left = [...ON_FILE, apply('MERGER'), deregister];
  it('with its certificate', () => {
    const { file } = given(left).when(dispose(['altay-drc', 'altay-cyberspace', 'altay-digital'])).history;
    expect(file.cases.find(({ kind }) => kind === 'exit')?.step).toBe('disposed');
  });
  it('and the event names the offices that were there', () =>
    given(left)
      .when(dispose(['altay-drc', 'altay-cyberspace', 'altay-digital']))
      .thenData(0, { supervisedBy: ['altay-drc', 'altay-cyberspace', 'altay-digital'] }));
  it('not when one of them was not there, and says which', () => {
    given(left)
      .when(dispose(['altay-drc', undefined, 'altay-digital']))
      .thenRefused('SUPERVISION_INCOMPLETE', 'XJ-18-3');
    given(left)
      .when({
        ...dispose([]),
        data: {
          ...dispose([]).data,
          supervisors: [
            { department: '社会信用主管部门', office: 'altay-drc' },
            { department: '公安', office: 'altay-police' },
            { department: '数字化发展', office: 'altay-digital' },
          ],
        },
      })
      .thenRefused('SUPERVISION_INCOMPLETE', 'XJ-18-3')
      .thenSays(
        'a database is disposed of under 社会信用主管部门、网信、数字化发展, and 网信 was not there; name an office of each',
      );
  });
  it('not when one office stands for two', () =>
    given(left)
      .when(dispose(['altay-drc', 'altay-drc', 'altay-digital']))
      .thenRefused('SUPERVISION_INCOMPLETE', 'XJ-18-3'));
  it('an imported history, which names offices only, must name as many', () => {
    const { history, decision } = given(left).when(dispose(['a', 'b', 'c']));
    const [act] = decision !== undefined && 'events' in decision ? decision.events : [];
    if (act === undefined) throw new Error('nothing was decided');
    const before = given(left).history;
    const imported = (supervisedBy: readonly string[]) =>
      admit(before, { ...act, data: { supervisedBy, method: '销毁' } }, STATE_COUNCIL_CALENDAR)?.code;
    expect([imported(['a', 'b', 'c']), imported(['a', 'b']), imported(['a', 'a', 'a'])]).toEqual([
      undefined,
      'SUPERVISION_INCOMPLETE',
      'SUPERVISION_INCOMPLETE',
    ]);
    expect(history.file.cases.find(({ kind }) => kind === 'exit')?.step).toBe('disposed');
  });
  it('not while the agency is on file', () =>
    given(ON_FILE)
      .when(dispose(['a', 'b', 'c']))
      .thenRefused('FILE_IN_OTHER_STATE', 'XJ-18-3')
      .thenSays(
        'database-disposed may follow deregistered; on 2025-12-03T10:00:00+08:00 the file was on-file',
      ));
});

describe('where the texts are silent on leaving', () => {
  it('agencies end all the same, on the nearest rule', () =>
    given([...ON_FILE_IN_LIAONING, apply('BANKRUPTCY')], SHENYANG)
      .when({ ...deregister, by: SHENYANG_OFFICER, data: { reason: 'BANKRUPTCY' } })
      .thenEvents('deregistered', 'unpublished'));
});
