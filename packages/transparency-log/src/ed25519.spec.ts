import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, it } from 'vitest';
import vectors from '../testing/vectors/wycheproof-ed25519.json' with { type: 'json' };
import { concatBytes, fromHex, utf8 } from './bytes.ts';
import { ed25519PublicKey, signEd25519, verifyEd25519 } from './ed25519.ts';

const bytes = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array(0);

describe('Ed25519: Project Wycheproof', () => {
  it.each(vectors.tests)('$id: valid $valid $comment', ({ publicKey, message, signature, valid }) => {
    expect(verifyEd25519(bytes(publicKey), bytes(message), bytes(signature))).toBe(valid);
  });
});

describe('Ed25519: RFC 8032 §7.1', () => {
  it.each([
    [
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      '',
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      '72',
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
    [
      'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
      'af82',
      'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    ],
  ])('the seed %s signs', (seed, message, publicKey, signature) => {
    expect(ed25519PublicKey(bytes(seed))).toEqual(bytes(publicKey));
    expect(signEd25519(bytes(seed), bytes(message))).toEqual(bytes(signature));
  });
});

describe('Ed25519: what lenient verifiers take and this one refuses', () => {
  // All encodings, shortest and other, of the eight points of small order.
  const small = [
    '0100000000000000000000000000000000000000000000000000000000000000',
    '0100000000000000000000000000000000000000000000000000000000000080',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
    '0000000000000000000000000000000000000000000000000000000000000000',
    '0000000000000000000000000000000000000000000000000000000000000080',
    'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  ].map(bytes);
  const message = utf8('Zcash');

  it('a key of small order, under which anything is signed', () => {
    let lenient = 0;
    for (const publicKey of small) {
      for (const point of small) {
        const signature = concatBytes(point, new Uint8Array(32));
        if (ed25519.verify(signature, message, publicKey)) lenient += 1;
        expect(verifyEd25519(publicKey, message, signature)).toBe(false);
      }
    }
    // The cases mean something: the lenient rule ZIP 215 takes every one.
    expect(lenient).toBe(14 * 14);
  });

  it('what has the length of no key and no signature', () => {
    const [seed, none] = [new Uint8Array(32), new Uint8Array(0)];
    const signature = signEd25519(seed, message);
    expect(verifyEd25519(ed25519PublicKey(seed), message, signature)).toBe(true);
    expect(verifyEd25519(none, message, signature)).toBe(false);
    expect(verifyEd25519(ed25519PublicKey(seed), message, none)).toBe(false);
    expect(() => signEd25519(none, message)).toThrow('a signing key has 32 bytes, this has 0');
  });
});
