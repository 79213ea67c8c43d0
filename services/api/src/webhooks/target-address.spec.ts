import { describe, expect, it } from 'vitest';
import { checkTarget, isPublic, type Resolve, TargetRefused } from './target-address.ts';

const leadsTo =
  (...addresses: readonly string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

async function outcomeOf(url: string, resolve: Resolve = leadsTo('93.184.215.14')): Promise<string> {
  try {
    await checkTarget(new URL(url), 'public', resolve);
    return 'allowed';
  } catch (error) {
    if (error instanceof TargetRefused) return error.message;
    throw error;
  }
}

const INNER = 'leads somewhere that is not on the public internet';

describe('an address that a webhook may lead to', () => {
  it.each([
    'https://example.com/changes',
    'https://example.com:8443/',
    'https://93.184.215.14/',
    'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/',
  ])('%s is allowed', async (url) => expect(await outcomeOf(url)).toBe('allowed'));

  it.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f.0.0.1/',
    'https://0177.0.0.1/',
    'https://0.0.0.0/',
    'https://10.1.2.3/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://100.64.0.1/',
    'https://192.0.2.7/',
    'https://198.18.0.1/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[fc00::1]/',
    'https://[fe80::1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001:db8::1]/',
    'https://[ff02::1]/',
  ])('%s is refused', async (url) => expect(await outcomeOf(url)).toBe(INNER));

  it('has nothing but public addresses: one inner one among them is enough to be refused', async () => {
    expect(await outcomeOf('https://mixed.example/', leadsTo('93.184.215.14', '10.0.0.1'))).toBe(INNER);
    expect(await outcomeOf('https://mapped.example/', leadsTo('::ffff:10.0.0.1'))).toBe(INNER);
    expect(await outcomeOf('https://local.example./', leadsTo('127.0.0.1'))).toBe(INNER);
  });

  it('has an address at all', async () => {
    const fails: Resolve = () => Promise.reject(new Error('ENOTFOUND'));
    expect(await outcomeOf('https://nowhere.example/', leadsTo())).toBe('has a name that leads nowhere');
    expect(await outcomeOf('https://nowhere.example/', fails)).toBe('has a name that leads nowhere');
  });

  it('is https, and carries no password', async () => {
    expect(await outcomeOf('http://example.com/')).toBe('is not https');
    expect(await outcomeOf('https://user:secret@example.com/')).toBe('has a user or a password in it');
  });

  it('what is no address is not public', () => expect(isPublic('localhost')).toBe(false));
});
