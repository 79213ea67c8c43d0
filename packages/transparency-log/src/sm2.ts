import { sm2 } from 'sm-crypto-v2';
import { concatBytes, equalBytes, fromBase64, fromHex, toBase64, toHex, utf8 } from './bytes.ts';
import { TransparencyLogError } from './errors.ts';
import { isKeyName } from './key-name.ts';
import type { Signer } from './signer.ts';
import type { Verifier } from './verifier.ts';
import { keyId } from './verifier-key.ts';

/**
 * The kind of signature: 0xff, for kinds that signed-note gives no byte, and a name nobody else will choose. To tools
 * that do not know it, a line of this kind is of an unknown key, and left aside.
 *
 * @see https://c2sp.org/signed-note#signature-types
 */
const TYPE = concatBytes(Uint8Array.of(0xff), utf8('SM2-with-SM3 GB/T 32918.2 default id\n'));
/** Bytes of an uncompressed point: 0x04, x, y. */
const POINT_BYTES = 65;

/**
 * Signs texts with SM2 over SM3 under the default id 1234567812345678, in DER, as national auditors ask for.
 *
 * Shape:  another signature every time; each holds.
 * Errors: throws SIGNING_KEY_MALFORMED for a key of other than 32 bytes, or an impossible name.
 * Law:    GB/T 32918.2, GB/T 32905; signature syntax GB/T 35276.
 */
export function sm2Signer(name: string, privateKey: Uint8Array): Signer & { readonly vkey: string } {
  if (!isKeyName(name) || privateKey.length !== 32)
    throw new TransparencyLogError(
      'SIGNING_KEY_MALFORMED',
      'an SM2 key has 32 bytes and a name without spaces',
    );
  const secret = toHex(privateKey);
  const publicKey = sm2.getPublicKeyFromPrivateKey(secret);
  const typeAndKey = concatBytes(TYPE, fromHex(publicKey) ?? new Uint8Array(0));
  const id = keyId(name, typeAndKey);
  return {
    name,
    keyId: id,
    vkey: `${name}+${toHex(id)}+${toBase64(typeAndKey)}`,
    sign: (text) => {
      const der = sm2.doSignature(utf8(text), secret, { hash: true, der: true, publicKey });
      return fromHex(der) ?? new Uint8Array(0);
    },
  };
}

/** The verifier of an SM2 key written as `name+id+key`. Errors: throws VERIFIER_KEY_MALFORMED. */
export function parseSm2Verifier(vkey: string): Verifier {
  const [, name = '', id = '', encoded = ''] = /^([^+]*)\+([^+]*)\+(.*)$/s.exec(vkey) ?? [];
  const typeAndKey = fromBase64(encoded) ?? new Uint8Array(0);
  const publicKey = typeAndKey.subarray(TYPE.length);
  const named = fromHex(id) ?? new Uint8Array(0);
  const known =
    isKeyName(name) &&
    equalBytes(typeAndKey.subarray(0, TYPE.length), TYPE) &&
    publicKey.length === POINT_BYTES &&
    equalBytes(named, keyId(name, typeAndKey)) &&
    sm2.verifyPublicKey(toHex(publicKey));
  if (!known) throw new TransparencyLogError('VERIFIER_KEY_MALFORMED', 'this is no SM2 key name+id+key');
  return {
    name,
    keyId: named,
    verify: (text, signature) => (verifySm2(toHex(publicKey), utf8(text), signature) ? {} : undefined),
  };
}

function verifySm2(publicKey: string, message: Uint8Array, signature: Uint8Array): boolean {
  if (!isStrictDer(signature)) return false;
  return sm2.doVerifySignature(message, toHex(signature), publicKey, { hash: true, der: true });
}

/** Whether these bytes are the one DER encoding of two positive integers of at most 32 bytes. */
function isStrictDer(bytes: Uint8Array): boolean {
  const second = 2 + 2 + (bytes[3] ?? 0);
  const end = second + 2 + (bytes[second + 1] ?? 0);
  return (
    bytes[0] === 0x30 &&
    bytes[1] === bytes.length - 2 &&
    end === bytes.length &&
    isStrictInteger(bytes.subarray(2, second)) &&
    isStrictInteger(bytes.subarray(second, end))
  );
}

function isStrictInteger(bytes: Uint8Array): boolean {
  const [tag, length, first = 0xff, next = 0xff] = bytes;
  const padded = first === 0;
  if (tag !== 0x02 || length !== bytes.length - 2 || length < 1 || first >= 0x80) return false;
  return padded ? length > 1 && length <= 33 && next >= 0x80 : length <= 32;
}
