import { describe, expect, it } from 'vitest';
import { FixtureLog, logSigner, policyOf, witnessSigner } from '../testing/fixture-log.ts';
import { treeSize } from './counts.ts';
import { KEYS_STREAM, type KeyEntry, readKeyHistory } from './key-history.ts';
import { type KeyRing, keyStanding } from './key-ring.ts';
import type { KeySigner } from './signer.ts';
import { formatVerifierKey } from './verifier-key.ts';

const [first, second, third] = [logSigner(1), logSigner(2), logSigner(3)];
const vkeyOf = (signer: KeySigner): string => formatVerifierKey(signer.key);
const COMPROMISED = '2026-11-20T08:00:00+08:00';
const COMPROMISED_AT = Date.parse(COMPROMISED) / 1000;

/** A log whose key changes twice: introduced at leaves 0, 10 and 30, the old one retired ten leaves later. */
function rotatingLog(): FixtureLog {
  const log = new FixtureLog();
  log.append(KEYS_STREAM, 'key-introduced', { vkey: vkeyOf(first) });
  log.fillTo(10).append(KEYS_STREAM, 'key-introduced', { vkey: vkeyOf(second) });
  log.fillTo(20).append(KEYS_STREAM, 'key-retired', { vkey: vkeyOf(first), lastSize: 20 });
  log.fillTo(30).append(KEYS_STREAM, 'key-introduced', { vkey: vkeyOf(third) });
  log.fillTo(40).append(KEYS_STREAM, 'key-retired', { vkey: vkeyOf(second), lastSize: 40 });
  log.fillTo(50);
  return log;
}

const standing = (ring: KeyRing, signer: KeySigner, size: number, ...cosignedAt: number[]): string =>
  keyStanding(ring, signer.key, { size: treeSize(size), cosignedAt });

describe('keys that rotate', () => {
  const log = rotatingLog();
  // As a log would hand them out: each statement proved under a key that was good when it was made.
  const atTheTime = (): KeyEntry[] => {
    const signers = [first, first, second, second, third];
    return signers.map((signer, at) => log.keyEntries(log.checkpoint([signer]))[at] as KeyEntry);
  };

  it('the newest key’s log vouches for the older ones', () => {
    const ring = readKeyHistory(log.keyEntries(log.checkpoint([third])), policyOf([third]));
    expect([20, 21].map((size) => standing(ring, first, size))).toEqual(['good', 'retired']);
    expect([10, 11, 40, 41].map((size) => standing(ring, second, size))).toEqual([
      'not-yet-introduced',
      'good',
      'good',
      'retired',
    ]);
    expect(standing(ring, third, 50)).toBe('good');
  });

  it('trust in the first key passes to the third', () => {
    const ring = readKeyHistory(atTheTime(), policyOf([first]));
    expect([standing(ring, third, 50), standing(ring, second, 50)]).toEqual(['good', 'retired']);
  });

  it('in the overlap two keys are good', () => {
    const ring = readKeyHistory(log.keyEntries(log.checkpoint([third])), policyOf([third]));
    expect([standing(ring, first, 15), standing(ring, second, 15)]).toEqual(['good', 'good']);
  });

  it('a statement under a key that had retired does not count', () => {
    expect(() => readKeyHistory(atTheTime(), policyOf([first]))).not.toThrow();
    const late = log.keyEntries(log.checkpoint([first]));
    expect(() => readKeyHistory(late, policyOf([first]))).toThrow(
      'statement 3 stands under a key that is retired',
    );
  });

  it('a key nobody introduced is unknown', () => {
    const ring = readKeyHistory(log.keyEntries(log.checkpoint([third])), policyOf([third]));
    expect(standing(ring, logSigner(4), 50)).toBe('unknown');
  });
});

describe('a key that is compromised', () => {
  const log = new FixtureLog();
  log.append(KEYS_STREAM, 'key-introduced', { vkey: vkeyOf(first) });
  log.fillTo(10).append(KEYS_STREAM, 'key-introduced', { vkey: vkeyOf(second) });
  log
    .fillTo(25)
    .append(KEYS_STREAM, 'key-compromised', { vkey: vkeyOf(first), lastSize: 20, since: COMPROMISED });
  // What a thief would like to be read afterwards.
  log.append(KEYS_STREAM, 'key-introduced', { vkey: vkeyOf(first) });
  log.append(KEYS_STREAM, 'key-compromised', {
    vkey: vkeyOf(first),
    lastSize: 90,
    since: '2027-01-01T00:00:00+08:00',
  });
  log.append(KEYS_STREAM, 'key-retired', { vkey: vkeyOf(second), lastSize: 60 });
  log.append(KEYS_STREAM, 'key-retired', { vkey: vkeyOf(second), lastSize: 99 });
  const entries = log.keyEntries(log.checkpoint([second]));
  const ring = readKeyHistory(entries, policyOf([second]));

  it.each([
    ['cosigned before it, within the trusted size', 20, [COMPROMISED_AT - 1], 'good'],
    ['cosigned in the second of it', 20, [COMPROMISED_AT], 'compromised'],
    ['cosigned once before and once after', 20, [COMPROMISED_AT - 9, COMPROMISED_AT + 1], 'compromised'],
    ['beyond the trusted size', 21, [COMPROMISED_AT - 1], 'compromised'],
    ['that nobody cosigned, so that nobody knows when it was signed', 15, [], 'compromised'],
  ])('speaks for a checkpoint %s: %#', (_, size, cosignedAt, expected) => {
    expect(standing(ring, first, size, ...cosignedAt)).toBe(expected);
  });

  it('leaves the other keys alone', () => {
    expect(standing(ring, second, 30)).toBe('good');
  });

  it('is not made whole, and a retirement not put off, by a later statement', () => {
    expect(standing(ring, first, 80, COMPROMISED_AT - 1)).toBe('compromised');
    expect([60, 61].map((size) => standing(ring, second, size))).toEqual(['good', 'retired']);
  });

  it('vouches for no statement any more', () => {
    const witness = witnessSigner('late', COMPROMISED_AT + 5);
    const policy = policyOf([first], [witness], 1);
    const signed = log.keyEntries(log.checkpoint([first, witness]));
    expect(() => readKeyHistory(signed, policy)).toThrow(
      'statement 3 stands under a key that is compromised',
    );
  });
});

describe('statements that do not count', () => {
  const logOf = (...events: readonly (readonly [string, string, unknown])[]): FixtureLog => {
    const log = new FixtureLog();
    for (const [stream, type, data] of events) log.append(stream, type, data);
    return log;
  };
  const introduced = [KEYS_STREAM, 'key-introduced', { vkey: vkeyOf(second) }] as const;
  const read = (log: FixtureLog) =>
    readKeyHistory(log.keyEntries(log.checkpoint([first])), policyOf([first]));
  const since = '2026-11-20T08:00:00+08:00';

  it.each([
    [
      'of an unknown type',
      [KEYS_STREAM, 'key-praised', { vkey: vkeyOf(second) }],
      'is of an unknown type key-praised',
    ],
    [
      'about a key that was never introduced',
      [KEYS_STREAM, 'key-retired', { vkey: vkeyOf(third), lastSize: 1 }],
      'was never introduced',
    ],
    ['without a size', [KEYS_STREAM, 'key-retired', { vkey: vkeyOf(second) }], 'lacks lastSize'],
    [
      'with a size that is none',
      [KEYS_STREAM, 'key-retired', { vkey: vkeyOf(second), lastSize: -1 }],
      'lastSize is no count',
    ],
    [
      'with more than it should hold',
      [KEYS_STREAM, 'key-introduced', { vkey: vkeyOf(third), lastSize: 1 }],
      'has a member lastSize',
    ],
    [
      'with a key that is none',
      [KEYS_STREAM, 'key-introduced', { vkey: 'key' }],
      'a verifier key has no name',
    ],
    [
      'with an instant of another zone',
      [
        KEYS_STREAM,
        'key-compromised',
        { vkey: vkeyOf(second), lastSize: 1, since: since.replace('+08:00', 'Z') },
      ],
      'since is no instant',
    ],
    [
      'with a day that does not exist',
      [
        KEYS_STREAM,
        'key-compromised',
        { vkey: vkeyOf(second), lastSize: 1, since: since.replace('11-20', '13-20') },
      ],
      'since is no instant',
    ],
  ] as const)('%s', (_, statement, why) => {
    expect(() => read(logOf(introduced, statement))).toThrow(why);
  });

  it('out of order, or with one left out', () => {
    const entries = rotatingLog().keyEntries();
    expect(() => readKeyHistory(entries.slice(1), policyOf([first]))).toThrow('statement 1 does not follow');
    expect(() => readKeyHistory([...entries.slice(0, 1), ...entries.slice(2)], policyOf([first]))).toThrow(
      'statement 2 does not follow',
    );
  });

  it('with the proof of another, under a checkpoint of another log, or of another stream', () => {
    const log = rotatingLog();
    const [one, two] = log.keyEntries() as [KeyEntry, KeyEntry];
    expect(() => readKeyHistory([{ ...one, proof: two.proof }], policyOf([first]))).toThrow(
      'is not in the log',
    );
    expect(() => readKeyHistory([one], policyOf([second]))).toThrow('under a checkpoint that is unknown-log');
    const other = logOf(['agency-1', 'filed', {}]).eventBytes('agency-1', 0);
    expect(() => readKeyHistory([{ event: other, proof: one.proof }], policyOf([first]))).toThrow(
      'does not follow',
    );
    expect(() => readKeyHistory([{ ...one, event: other.subarray(1) }], policyOf([first]))).toThrow(
      'is no object',
    );
  });
});
