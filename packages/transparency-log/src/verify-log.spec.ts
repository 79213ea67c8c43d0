import { describe, expect, it } from 'vitest';
import { demoLog, FixtureLog, logSigner, policyOf, witnessSigner } from '../testing/fixture-log.ts';
import { MUTATIONS, MUTATIONS_TIMEOUT_MS } from '../testing/mutation-count.ts';
import { randomNumbers, withBitTurned } from '../testing/mutations.ts';
import { utf8 } from './bytes.ts';
import { formatVerifierKey } from './verifier-key.ts';
import { type LogVerdict, verifyServedLog } from './verify-log.ts';

const own = logSigner();
const witness = witnessSigner('one');
const policy = policyOf([own], [witness], 1);

async function verify(files: ReadonlyMap<string, Uint8Array>): Promise<LogVerdict> {
  return verifyServedLog(async (path) => files.get(path), policy);
}

describe('a served log is intact', () => {
  it.each([0, 1, 2, 255, 256, 257, 600])('with %i entries', async (size) => {
    const files = new FixtureLog().fillTo(size).served([own, witness]);
    expect(await verify(files)).toMatchObject({ intact: true, checkpoint: { size }, files: files.size });
  });

  it('with 65,793 entries, where a third level begins', async () => {
    const files = new FixtureLog().fillTo(65_793).served([own, witness]);
    expect([...files.keys()]).toContain('tile/2/000.p/1');
    expect(await verify(files)).toMatchObject({
      intact: true,
      checkpoint: { size: 65_793 },
      files: files.size,
    });
  });
});

describe('a served log is not intact', () => {
  const log = demoLog(600);
  const good = log.served([own, witness]);
  const other = new FixtureLog(undefined, 'second').fillTo(600).served([own, witness]);
  const changed = (path: string, bytes: Uint8Array | undefined): Map<string, Uint8Array> => {
    const files = new Map(good);
    if (bytes === undefined) files.delete(path);
    else files.set(path, bytes);
    return files;
  };

  it.each([...good.keys()])('when %s is missing', async (path) => {
    expect(await verify(changed(path, undefined))).toEqual({ intact: false, path, reason: 'is missing' });
  });

  it.each([...good.keys()].filter((path) => path !== 'vkey'))(
    'when %s is of another log of that size',
    async (path) => {
      expect((await verify(changed(path, other.get(path)))).intact).toBe(false);
    },
  );

  it('when the key it serves is another', async () => {
    const vkey = utf8(`${formatVerifierKey(logSigner(2).key)}\n`);
    expect(await verify(changed('vkey', vkey))).toMatchObject({
      path: 'vkey',
      reason: 'is not the key of the log',
    });
  });

  it('when no policy accepts its checkpoint', async () => {
    const files = log.served([own]);
    expect(await verify(files)).toEqual({ intact: false, path: 'checkpoint', reason: 'is quorum-missed' });
  });

  it('when entries and leaves are both exchanged: then the root differs', async () => {
    const files = new Map(other).set('checkpoint', good.get('checkpoint') ?? utf8(''));
    expect(await verify(files)).toMatchObject({
      path: 'checkpoint',
      reason: 'has another root than the tiles',
    });
  });

  it(
    `when one of ${MUTATIONS} bits is turned in any of its files`,
    async () => {
      const random = randomNumbers(1);
      const paths = [...good.keys()];
      for (let run = 0; run < MUTATIONS; run++) {
        const path = paths[run % paths.length] ?? '';
        const bytes = good.get(path) ?? utf8('');
        const bit = random.next().value(bytes.length * 8);
        const verdict = await verify(changed(path, withBitTurned(bytes, bit)));
        expect({ path, bit, intact: verdict.intact }).toEqual({ path, bit, intact: false });
      }
    },
    MUTATIONS_TIMEOUT_MS,
  );
});
