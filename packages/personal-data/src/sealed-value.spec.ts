import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxWithBitTurned, HASHING_KEY, newKey, random } from '../testing/index.ts';
import { decrypt, encrypt } from './authenticated-cipher.ts';
import { type Identity, identityHash } from './identity-hash.ts';
import { localMasterKey } from './master-key.ts';
import { isSealed, seal, unseal } from './sealed-value.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const key = newKey();

describe('AES-256-GCM', () => {
  // Test cases 13 to 16 of the GCM specification (McGrew and Viega), 256-bit keys.
  it.each([
    ['00'.repeat(32), '00'.repeat(12), '', '', '530f8afbc74536b9a963b4f1c4cb738b'],
    [
      '00'.repeat(32),
      '00'.repeat(12),
      '00'.repeat(16),
      '',
      'cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919',
    ],
    [
      'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308',
      'cafebabefacedbaddecaf888',
      'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
      'feedfacedeadbeeffeedfacedeadbeefabaddad2',
      '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b',
    ],
  ])('the published case under key %s', (secret, nonce, plaintext, context, box) => {
    const sealed = encrypt(bytes(secret), bytes(plaintext), bytes(context), () => bytes(nonce));
    expect(Buffer.from(sealed).toString('hex')).toBe(`${nonce}${box}`);
    expect(decrypt(bytes(secret), sealed, bytes(context))).toEqual(bytes(plaintext));
    expect(decrypt(bytes(secret), sealed, bytes(`${context}00`))).toBeUndefined();
  });

  it('takes keys of 32 bytes only, and boxes that hold a nonce and a tag', () => {
    expect(() => encrypt(new Uint8Array(16), key.secret, key.secret, random)).toThrow(
      'a key has 32 bytes, this has 16',
    );
    expect(() => decrypt(new Uint8Array(16), key.secret, key.secret)).toThrow('a key has 32 bytes');
    expect(decrypt(key.secret, new Uint8Array(27), new Uint8Array(0))).toBeUndefined();
  });
});

describe('a sealed value', () => {
  it('opens as what it was, for whoever has the key', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.stringify(unseal(seal(value, key, random), key))).toBe(JSON.stringify(value));
      }),
    );
  });

  it('stands in the payload as the contract says', () => {
    const sealed = seal('王测试', key, random);
    expect(sealed).toEqual({
      $sealed: { key: key.id, alg: 'A256GCM', box: expect.stringMatching(/^[\w-]+$/) },
    });
    expect(isSealed(sealed)).toBe(true);
  });

  it('is another every time, and tells neither value nor length', () => {
    const boxes = ['王一', '阿卜杜·测试江', '11010519491231002X'].flatMap((name) => [
      seal(name, key, random).$sealed.box,
      seal(name, key, random).$sealed.box,
    ]);
    expect(new Set(boxes).size).toBe(6);
    expect(new Set(boxes.map((box) => box.length)).size).toBe(1);
  });

  it('does not open with any bit turned, under another key, or under another key’s name', () => {
    const sealed = seal('13800001234', key, random);
    const { box } = sealed.$sealed;
    for (let bit = 0; bit < Buffer.from(box, 'base64url').length * 8; bit++) {
      const turned = { $sealed: { ...sealed.$sealed, box: boxWithBitTurned(box, bit) } };
      expect(() => unseal(turned, key)).toThrow(expect.objectContaining({ code: 'SEALED_BOX_BROKEN' }));
    }
    const other = newKey();
    expect(() => unseal(sealed, other)).toThrow('does not open');
    expect(() => unseal(sealed, { ...other, id: key.id })).toThrow('does not open');
    expect(() => unseal({ $sealed: { ...sealed.$sealed, key: other.id } }, { ...key, id: other.id })).toThrow(
      'does not open',
    );
    expect(() => unseal({ $sealed: { ...sealed.$sealed, box: `${box}=` } }, key)).toThrow('does not open');
  });

  it('says nothing of what it holds when it does not open', () => {
    const sealed = seal('13800001234', key, random);
    expect(() => unseal(sealed, newKey())).toThrow(
      new RegExp(`^a value sealed under key ${key.id} does not open$`),
    );
  });

  it.each([
    ['null', null],
    ['a text', '$sealed'],
    ['an empty object', {}],
    ['a value without a box', { $sealed: { key: key.id, alg: 'A256GCM' } }],
    ['another algorithm', { $sealed: { key: key.id, alg: 'A128GCM', box: '' } }],
    ['a key id that is none', { $sealed: { key: 'me', alg: 'A256GCM', box: '' } }],
    ['a box beside something else', { ...seal(1, key, random), name: '王测试' }],
    ['more than the contract says', { $sealed: { key: key.id, alg: 'A256GCM', box: '', hint: 'W' } }],
    ['nothing sealed', { $sealed: null }],
  ])('is not %s', (_, value) => {
    expect(isSealed(value)).toBe(false);
  });
});

describe('the keyed hash of an identity', () => {
  it('is the same for the same person, however the id is written', () => {
    const spellings = ['11010519491231002X', '11010519491231002x', ' １１０１０５１９４９１２３１００２Ｘ '];
    const hashes = spellings.map((value) => identityHash(HASHING_KEY, { by: 'resident-id', value }));
    expect(new Set(hashes).size).toBe(1);
  });

  it('is another for another person, kind, file or key', () => {
    const identities: readonly Identity[] = [
      { by: 'resident-id', value: '1' },
      { by: 'mobile', value: '1' },
      { by: 'name-in-file', fileId: '1', name: '' },
      { by: 'name-in-file', fileId: '', name: '1' },
      { by: 'name-in-file', fileId: '1"', name: '' },
    ];
    const hashes = identities.flatMap((identity) => [
      identityHash(HASHING_KEY, identity),
      identityHash(new Uint8Array(32), identity),
    ]);
    expect(new Set(hashes).size).toBe(2 * identities.length);
    expect(() => identityHash(new Uint8Array(8), { by: 'mobile', value: '1' })).toThrow('a key has 32 bytes');
  });
});

describe('a master key', () => {
  it('wraps the key of one person, and opens it for that person alone', async () => {
    const master = localMasterKey(random(32), random);
    const wrapped = await master.wrap(key.secret, key.id);
    expect(await master.unwrap(wrapped, key.id)).toEqual(key.secret);
    await expect(master.unwrap(wrapped, newKey().id)).rejects.toThrow('does not open person key');
    await expect(localMasterKey(random(32), random).unwrap(wrapped, key.id)).rejects.toMatchObject({
      code: 'MASTER_KEY_DIFFERS',
    });
  });

  it('has an id that tells it from others and is no part of it', () => {
    const secret = random(32);
    expect(localMasterKey(secret, random).id).toBe(localMasterKey(secret, random).id);
    expect(localMasterKey(secret, random).id).not.toBe(localMasterKey(random(32), random).id);
    expect(Buffer.from(secret).toString('hex')).not.toContain(localMasterKey(secret, random).id.slice(6));
    expect(() => localMasterKey(new Uint8Array(31), random)).toThrow('a key has 32 bytes');
  });
});
