import type { StorePosition } from '@ledger/schemas';
import { describe, expect, it } from 'vitest';
import { DeliveryBuffer } from './delivery-buffer.ts';
import type { Delivery } from './event-log.ts';

const checkpoint = (n: bigint): Delivery => ({
  kind: 'checkpoint',
  storePosition: { commit: n, prepare: n } as StorePosition,
});
const caughtUp: Delivery = { kind: 'caught-up' };

function newBuffer(eventsMax = 10) {
  const pauses: string[] = [];
  const buffer = new DeliveryBuffer(
    eventsMax,
    () => pauses.push('full'),
    () => pauses.push('room'),
  );
  return { buffer, pauses };
}

describe('what waits between a subscription and its consumer', () => {
  it('is taken all at once, in order', async () => {
    const { buffer } = newBuffer();
    buffer.put(checkpoint(1n));
    buffer.put(caughtUp);
    buffer.put(checkpoint(2n));
    expect(await buffer.take()).toEqual([checkpoint(1n), caughtUp, checkpoint(2n)]);
  });

  it('is waited for', async () => {
    const { buffer } = newBuffer();
    const taken = buffer.take();
    buffer.put(caughtUp);
    expect(await taken).toEqual([caughtUp]);
  });

  it('keeps the last of several checkpoints in a row', async () => {
    const { buffer } = newBuffer();
    for (const n of [1n, 2n, 3n]) buffer.put(checkpoint(n));
    expect(await buffer.take()).toEqual([checkpoint(3n)]);
  });

  it('asks for a pause when it is full and for more when it was emptied', async () => {
    const { buffer, pauses } = newBuffer(2);
    buffer.put(caughtUp);
    expect(pauses).toEqual([]);
    buffer.put(caughtUp);
    buffer.put(caughtUp);
    expect([pauses, buffer.isFull]).toEqual([['full'], true]);
    expect(await buffer.take()).toHaveLength(3);
    expect([pauses, buffer.isFull]).toEqual([['full', 'room'], false]);
  });

  it('is handed out before the failure behind it, and the first failure stays', async () => {
    const { buffer } = newBuffer();
    buffer.put(caughtUp);
    buffer.fail(new Error('lost'));
    buffer.fail(new Error('lost again'));
    expect(await buffer.take()).toEqual([caughtUp]);
    await expect(buffer.take()).rejects.toThrow(/^lost$/);
  });
});
