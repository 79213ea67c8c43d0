import { eventBytes, eventHash } from '@ledger/schemas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LedgerScript } from '../testing/ledger-script.ts';
import { hashEvent, hashedText } from './hashed-event.ts';

describe('the hash that the journal keeps', () => {
  it("is the ledger's event hash, and its text the ledger's event bytes, for any JSON", () => {
    const json = fc.jsonValue({ stringUnit: 'binary' }).filter(canBeCarried);
    fc.assert(
      fc.property(json, fc.string({ unit: 'binary' }), (data, type) => {
        const event = new LedgerScript().add(1, type, data);
        const hashed = hashEvent(event);
        expect(hashed.hash).toBe(eventHash(event));
        expect(new TextEncoder().encode(hashedText({ ...event, ...hashed }))).toEqual(eventBytes(event));
      }),
    );
  });
});

/** Canonical JSON refuses integers that a number does not hold exactly. */
function canBeCarried(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isInteger(value) || Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every(canBeCarried);
}
