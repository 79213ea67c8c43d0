import { describe, expect, it } from 'vitest';
import { newLease, withOwnChannel } from './client-lease.ts';

describe('the address of each client in turn', () => {
  it.each([
    ['esdb://127.0.0.1:2113?tls=false', 'esdb://127.0.0.1:2113?tls=false&keepAliveTimeout=10002'],
    ['esdb+discover://cluster.example/', 'esdb+discover://cluster.example?keepAliveTimeout=10002'],
    ['esdb://a:1,b:2?keepAliveTimeout=20000', 'esdb://a:1,b:2?keepAliveTimeout=20000&keepAliveTimeout=20002'],
    ['esdb://a:1?keepAliveTimeout=-1', 'esdb://a:1?keepAliveTimeout=-1'],
  ])('%s', (url, third) => {
    expect(withOwnChannel(url, 2)).toBe(third);
    // What the official client makes of it is for it to say.
    expect(() => newLease(url, 2)).not.toThrow();
  });

  it('is refused without being repeated, for a password may stand in it', () => {
    expect(() => newLease('esdb:/admin:secret@host', 0)).toThrow(
      expect.objectContaining({ code: 'MALFORMED_URL' }),
    );
    expect(() => newLease('esdb:/admin:secret@host', 0)).toThrow(expect.not.stringContaining('secret'));
  });
});
