import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSigningLedger, type SigningLedger } from '../testing/signing-ledger.ts';
import { verifyPublished } from './verify-published.ts';

let ledger: SigningLedger;
let sizes: number[];
beforeAll(async () => {
  ledger = await openSigningLedger();
  await ledger.sign();
  for (let round = 0; round < 3; round += 1) {
    await ledger.grow();
    await ledger.sign();
  }
  const rows = await ledger.session.query<{ size: string }>('SELECT size FROM log.signed ORDER BY size');
  sizes = rows.map(({ size }) => Number(size));
});
afterAll(async () => {
  await ledger.close();
});

describe('verifying every checkpoint that was ever signed', () => {
  it('finds nothing wrong in a sound log', async () => {
    expect(sizes).toHaveLength(4);
    expect(await verifyPublished(ledger.session)).toEqual({ checkpoints: 4, wrong: [] });
  });

  it('names each one of which a bit has turned, whichever it is', async () => {
    const [size = 0] = sizes.slice(2);
    const [row] = await ledger.session.query<{ checkpoint: string }>(
      'SELECT checkpoint FROM log.signed WHERE size = $1',
      [size],
    );
    const whole = Buffer.from(row?.checkpoint ?? '');
    const write = (text: string) =>
      ledger.session.query('UPDATE log.signed SET checkpoint = $2 WHERE size = $1', [size, text]);
    let turned = 0;
    for (let bit = 0; bit < 8 * whole.length; bit += 11) {
      const spoilt = Buffer.from(whole);
      spoilt[bit >> 3] = (spoilt[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      // What is no UTF-8, or has U+0000, PostgreSQL cannot hold.
      const text = spoilt.toString();
      if (!Buffer.from(text).equals(spoilt) || text.includes('\0')) continue;
      turned += 1;
      await write(text);
      const { wrong } = await verifyPublished(ledger.session);
      expect(wrong, `bit ${bit}`).toMatchObject([{ size }]);
    }
    await write(whole.toString());
    expect(turned).toBeGreaterThan(80);
    expect(await verifyPublished(ledger.session)).toMatchObject({ wrong: [] });
  });

  it('names the first one that covers an event which was changed since, and all after it', async () => {
    const [, first = 0] = sizes;
    const change = (type: string) =>
      ledger.session.query('UPDATE ledger.journal SET type = $2 WHERE position = $1', [first + 1, type]);
    const [row] = await ledger.session.query<{ type: string }>(
      'SELECT type FROM ledger.journal WHERE position = $1',
      [first + 1],
    );
    await change('altered');
    const { wrong } = await verifyPublished(ledger.session);
    expect(wrong).toEqual(
      sizes.slice(2).map((size) => ({ size, reason: 'has another root than the journal' })),
    );
    await change(row?.type ?? '');
    expect(await verifyPublished(ledger.session)).toMatchObject({ wrong: [] });
  });
});
