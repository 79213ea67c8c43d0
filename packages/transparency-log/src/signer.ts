import { concatBytes, equalBytes, fromBase64, fromHex, toBase64, toHex, utf8 } from './bytes.ts';
import { cosignedMessage, encodeCosignature } from './cosignature.ts';
import { ED25519_KEY_BYTES, ed25519PublicKey, signEd25519 } from './ed25519.ts';
import { TransparencyLogError } from './errors.ts';
import { isKeyName } from './key-name.ts';
import { formatNote, type NoteSignature, parseNote } from './note.ts';
import { idOf, SIGNATURE_TYPES, type VerifierKey } from './verifier-key.ts';

/** Who signs notes. */
export interface Signer {
  readonly name: string;
  /** Four bytes. */
  readonly keyId: Uint8Array;
  /** The signature over a text, as it stands in a signature line after the key id. */
  sign(text: string): Uint8Array;
}

/** A signer with the Ed25519 key to verify it by. */
export interface KeySigner extends Signer {
  readonly key: VerifierKey;
}

/** Signs texts as they are. Errors: throws SIGNING_KEY_MALFORMED for a seed of other than 32 bytes or an impossible name. */
export function ed25519Signer(name: string, seed: Uint8Array): KeySigner {
  const key = publicHalf(name, 'ed25519', seed);
  return { name, keyId: idOf(key), key, sign: (text) => signEd25519(seed, utf8(text)) };
}

/**
 * Signs checkpoints of other logs, with the time of each signature.
 *
 * Units:  `now` gives seconds since 1970-01-01T00:00:00Z.
 * Errors: as {@link ed25519Signer}. The seed must be used for nothing else, the log's own key included.
 * @see https://c2sp.org/tlog-cosignature
 */
export function cosigner(name: string, seed: Uint8Array, now: () => number): KeySigner {
  const key = publicHalf(name, 'cosignature', seed);
  return {
    name,
    keyId: idOf(key),
    key,
    sign: (text) => {
      const time = now();
      return encodeCosignature({ time, signature: signEd25519(seed, cosignedMessage(text, time)) });
    },
  };
}

/** The signer's line under a text. */
export function signatureOf(signer: Signer, text: string): NoteSignature {
  return { name: signer.name, keyId: signer.keyId, signature: signer.sign(text) };
}

/** The text as a note signed by each signer, in their order. Shape: the text must end in a line feed. Errors: throws NOTE_MALFORMED. */
export function signNote(text: string, signers: readonly Signer[]): string {
  const note = formatNote({ text, signatures: signers.map((signer) => signatureOf(signer, text)) });
  if (parseNote(note).text === text) return note;
  throw new TransparencyLogError(
    'NOTE_MALFORMED',
    'a text to sign ends in a line feed and is no note itself',
  );
}

/** The note with more signature lines under those it has. Errors: throws NOTE_MALFORMED. */
export function addSignatures(note: string, signatures: readonly NoteSignature[]): string {
  const { text, signatures: before } = parseNote(note);
  return formatNote({ text, signatures: [...before, ...signatures] });
}

const PRIVATE = 'PRIVATE+KEY+';

/** A signing key as text, `PRIVATE+KEY+name+id+key`, as Go's sumdb/note writes it. Never to be logged. */
export function formatSigningKey(name: string, seed: Uint8Array): string {
  const key = publicHalf(name, 'ed25519', seed);
  const typeAndSeed = concatBytes(Uint8Array.of(SIGNATURE_TYPES.ed25519), seed);
  return `${PRIVATE}${name}+${toHex(idOf(key))}+${toBase64(typeAndSeed)}`;
}

/** The name and seed of a signing key written as text. Errors: throws SIGNING_KEY_MALFORMED, saying nothing of the text. */
export function parseSigningKey(text: string): { readonly name: string; readonly seed: Uint8Array } {
  const [, name = '', id = '', encoded = ''] = /^PRIVATE\+KEY\+([^+]*)\+([^+]*)\+(.*)$/s.exec(text) ?? [];
  const [typeAndSeed, named] = [fromBase64(encoded), fromHex(id)];
  if (typeAndSeed?.[0] !== SIGNATURE_TYPES.ed25519 || typeAndSeed.length !== 1 + ED25519_KEY_BYTES)
    throw new TransparencyLogError('SIGNING_KEY_MALFORMED', 'this is no signing key PRIVATE+KEY+name+id+key');
  const seed = typeAndSeed.subarray(1);
  if (named === undefined || !equalBytes(named, idOf(publicHalf(name, 'ed25519', seed))))
    throw new TransparencyLogError('SIGNING_KEY_MALFORMED', 'a signing key has the id of another key');
  return { name, seed };
}

function publicHalf(name: string, type: VerifierKey['type'], seed: Uint8Array): VerifierKey {
  if (!isKeyName(name))
    throw new TransparencyLogError('SIGNING_KEY_MALFORMED', 'a key name is without spaces and plus signs');
  return { name, type, publicKey: ed25519PublicKey(seed) };
}
