import { YUNWU } from '@ledger/rulebooks/testing';
import type { FileId } from '@ledger/schemas';
import { type Instant, STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { agency, filingOf, given, paper, type Step } from '../testing/scenario.ts';
import { bySystem, officerOf } from '../testing/steps.ts';
import { systemDuties } from './duties.ts';
import { runningClocks } from './processes.ts';
import { viewOf } from './view.ts';

const FILE = '990000-91990102MAFAKE019H' as FileId;
const officer = officerOf('990000');
const law = { rulebook: YUNWU, calendar: STATE_COUNCIL_CALENDAR };

const filed: Step = {
  name: 'file',
  at: '2030-03-04T10:00:00+08:00',
  by: agency,
  data: filingOf({
    uscc: '91990102MAFAKE019H',
    registeredArea: '990102',
    documents: [{ kind: 'application-form', sha256: 'b'.repeat(64) }],
  }),
};
const accepted: Step = {
  name: 'accept',
  at: '2030-03-06T10:00:00+08:00',
  by: officer,
  data: { fileNo: 'YW-1' },
};
const revocation: Step = {
  name: 'revoke',
  at: '2031-04-02T10:00:00+08:00',
  by: officer,
  document: paper,
  data: { ground: 'LATE-REPORT', servedOn: '2031-04-02' },
};

describe('a fifth jurisdiction is a folder of data and no code: Yunwu, which does not exist', () => {
  const onFile = [filed, bySystem('route', '2030-03-04T10:00:01+08:00'), accepted];

  it('files, routes and accepts on its own rules', () => {
    const { history } = given(onFile, FILE).thenEvents('accepted', 'published').thenStatus('on-file');
    expect(history.events.map(({ type, metadata }) => [type, metadata.basis, metadata.rulebook])).toEqual([
      ['filed', ['YW-1-1'], 'yw-provisions@2030-01-01'],
      ['routed', ['YW-1-1'], 'yw-provisions@2030-01-01'],
      ['accepted', ['YW-2-1'], 'yw-provisions@2030-01-01'],
      ['published', ['YW-1-1'], 'yw-provisions@2030-01-01'],
    ]);
  });

  it('asks for its own dossier and admits its own agencies', () => {
    given([], FILE)
      .when({ ...filed, data: filingOf({ uscc: '91990102MAFAKE019H' }) })
      .thenRefused('NOT_ADMITTED', 'YW-1-1');
    given([{ ...filed, data: { ...filed.data, documents: [] } }], FILE)
      .when(accepted)
      .thenRefused('DOSSIER_INCOMPLETE', 'YW-1-1', 'YW-2-1');
  });

  it('counts its own deadline, and shows it', () => {
    const { file } = given(onFile, FILE).history;
    expect(runningClocks(file, law)).toEqual([
      {
        kind: 'report-2030',
        rule: 'YW-3-1',
        startedOn: '2030-03-06',
        lastDay: '2031-03-31',
        provisional: false,
      },
    ]);
    expect(viewOf(file, { ...law, position: 4 })).toMatchObject({
      jurisdiction: '990000',
      status: 'on-file',
    });
  });

  it('proposes where its law does not revoke by itself, and an officer has the word', () => {
    const story = given(onFile, FILE);
    const [duty] = systemDuties(story.history.file, law, '2031-04-01T00:00:00+08:00' as Instant);
    expect(duty).toMatchObject({ name: 'declare-report-overdue', at: '2031-04-01T00:00:00+08:00' });
    story
      .when(bySystem('declare-report-overdue', '2031-04-01T00:00:00+08:00', duty?.data))
      .thenEvents('report-overdue', 'revocation-proposed')
      .thenStatus('on-file')
      .when(revocation)
      .thenEvents('revoked', 'barred', 'published')
      .thenData(1, { months: 6, start: '2031-04-02', lastDay: '2031-10-02' });
  });

  it('bars for its own six months', () => {
    const revoked = [
      ...onFile,
      bySystem('declare-report-overdue', '2031-04-01T00:00:00+08:00', { reportYear: 2030 }),
      revocation,
    ];
    const refile = (at: string): Step => ({ ...filed, name: 'refile', at });
    given(revoked, FILE).when(refile('2031-10-02T23:59:59+08:00')).thenRefused('BAR_RUNNING', 'YW-3-2');
    given(revoked, FILE).when(refile('2031-10-03T00:00:00+08:00')).thenStatus('under-review');
  });

  it('knows no act that its law does not have', () =>
    given(onFile, FILE)
      .when({ name: 'warn', at: '2031-01-02T10:00:00+08:00', by: officer, document: paper, data: {} })
      .thenRefused('ACT_NOT_PROVIDED'));

  it('cites no neighbour', () =>
    given(onFile, FILE)
      .when({ ...revocation, basis: ['XJ-11-2'] })
      .thenRefused('FOREIGN_BASIS', 'YW-3-2'));
});
