import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

const SOUND = {
  DATABASE_URL: 'postgres://ledger@127.0.0.1:5432/ledger',
  EVENTSTORE_URL: 'esdb://127.0.0.1:2113?tls=false',
};

function faultsOf(env: Record<string, string | undefined>): readonly string[] {
  const read = readSettings(env);
  return 'faults' in read ? read.faults : [];
}

describe('the settings of the API', () => {
  it('need two addresses and default to loopback without development tokens', () => {
    expect(readSettings(SOUND)).toMatchObject({
      settings: { host: '127.0.0.1', port: 8080, acceptDevelopmentTokens: false },
    });
  });

  it('name each fault on a line of its own', () => {
    expect(
      faultsOf({ EVENTSTORE_URL: 'http://store', PORT: '70000' }).map((line) => line.split(':')[0]),
    ).toEqual(['DATABASE_URL', 'EVENTSTORE_URL', 'PORT']);
  });

  it('never repeat a value: an address may hold a password', () => {
    expect(faultsOf({ ...SOUND, DATABASE_URL: 'mysql://root:secret@host/db' }).join()).not.toContain(
      'secret',
    );
  });

  it('accept development tokens on loopback and nowhere else', () => {
    expect(readSettings({ ...SOUND, DEVELOPMENT_TOKENS: 'accept' })).toMatchObject({
      settings: { acceptDevelopmentTokens: true },
    });
    expect(faultsOf({ ...SOUND, DEVELOPMENT_TOKENS: 'accept', HOST: '0.0.0.0' })).toEqual([
      expect.stringContaining('loopback'),
    ]);
  });
});
