import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FixtureLog, logSigner, policyOf, seedOf } from '../testing/fixture-log.ts';
import { withBitTurned } from '../testing/mutations.ts';
import { concatBytes, utf8 } from './bytes.ts';
import { openNote } from './note.ts';
import { judgeCheckpoint } from './policy.ts';
import { addSignatures, signatureOf } from './signer.ts';
import { parseSm2Verifier, sm2Signer } from './sm2.ts';
import { verifierOf } from './verifier.ts';

const own = logSigner();
const national = sm2Signer(own.name, seedOf('sm2'));
const note = new FixtureLog().fillTo(9).checkpoint([own]);
const text = note.slice(0, note.indexOf('\n\n') + 1);
const both = addSignatures(note, [signatureOf(national, text)]);

describe('a second line in SM2 over SM3', () => {
  it('holds under its key', () => {
    const { signed } = openNote(both, [verifierOf(own.key), parseSm2Verifier(national.vkey)]);
    expect(signed).toHaveLength(2);
  });

  it('is left aside by whoever does not know it, and spoils nothing', () => {
    expect(openNote(both, [verifierOf(own.key)]).unknown.map(({ name }) => name)).toEqual([own.name]);
    expect(judgeCheckpoint(policyOf([own]), both).accepted).toBe(true);
  });

  it('does not hold with any bit of it turned, nor over another text', () => {
    const verifier = parseSm2Verifier(national.vkey);
    const signature = national.sign(text);
    expect(verifier.verify(text, signature)).toEqual({});
    expect(verifier.verify(`${text}x\n`, signature)).toBeUndefined();
    for (let bit = 0; bit < signature.length * 8; bit += 5)
      expect(verifier.verify(text, withBitTurned(signature, bit))).toBeUndefined();
    for (const wrong of [new Uint8Array(0), signature.subarray(1), concatBytes(signature, utf8('x'))])
      expect(verifier.verify(text, wrong)).toBeUndefined();
  });

  it.each([
    ['an Ed25519 key', 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
    ['another name', `other${national.vkey}`],
    ['a key cut short', national.vkey.slice(0, -4)],
    ['nothing', ''],
  ])('cannot be verified by %s', (_, vkey) => {
    expect(() => parseSm2Verifier(vkey)).toThrow(expect.objectContaining({ code: 'VERIFIER_KEY_MALFORMED' }));
  });

  it('is not made by a key of another length', () => {
    expect(() => sm2Signer('name', new Uint8Array(31))).toThrow('an SM2 key has 32 bytes');
  });
});

const openSsl = spawnSync('openssl', ['version']).stdout?.toString().trim();
if (openSsl === undefined) console.warn('OpenSSL is not installed: SM2 is not checked against it');

describe.runIf(openSsl !== undefined)('OpenSSL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sm2-'));
  const file = (name: string): string => join(folder, name);
  afterAll(() => rmSync(folder, { recursive: true }));
  const openssl = (...args: string[]) => spawnSync('openssl', args, { cwd: folder });
  const withDefaultId = ['-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678'];
  // ECPrivateKey (RFC 5915) on the curve sm2p256v1, in PKCS #8.
  const inner = concatBytes(hex('306b0201010420'), seedOf('sm2'), hex('a144034200'), pointOf(national.vkey));
  const key = concatBytes(hex('308187020100301306072a8648ce3d020106082a811ccf5501822d046d'), inner);
  writeFileSync(file('key.der'), key);
  writeFileSync(file('text'), text);

  it('takes the signature, under the default id', () => {
    writeFileSync(file('signature'), national.sign(text));
    const args = [
      'pkeyutl',
      '-verify',
      '-inkey',
      'key.der',
      '-keyform',
      'DER',
      '-in',
      'text',
      '-sigfile',
      'signature',
    ];
    expect(openssl(...args, ...withDefaultId).stdout.toString()).toContain('Signature Verified Successfully');
    writeFileSync(file('text'), `${text}x`);
    expect(openssl(...args, ...withDefaultId).status).not.toBe(0);
    writeFileSync(file('text'), text);
  });

  it('signs what is taken here', () => {
    const args = [
      'pkeyutl',
      '-sign',
      '-inkey',
      'key.der',
      '-keyform',
      'DER',
      '-in',
      'text',
      '-out',
      'by-openssl',
    ];
    expect(openssl(...args, ...withDefaultId).status).toBe(0);
    const signature = Uint8Array.from(readFileSync(file('by-openssl')));
    expect(parseSm2Verifier(national.vkey).verify(text, signature)).toEqual({});
  });
});

function hex(digits: string): Uint8Array {
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

/** The point at the end of a verifier key. */
function pointOf(vkey: string): Uint8Array {
  return Uint8Array.from(Buffer.from(vkey.split('+').slice(2).join('+'), 'base64').subarray(-65));
}
