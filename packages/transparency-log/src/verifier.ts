import { utf8 } from './bytes.ts';
import { cosignedMessage, decodeCosignature } from './cosignature.ts';
import { verifyEd25519 } from './ed25519.ts';
import { idOf, parseVerifierKey, type VerifierKey } from './verifier-key.ts';

/** Who may have signed a note: checks signatures of one key. */
export interface Verifier {
  readonly name: string;
  /** Four bytes. */
  readonly keyId: Uint8Array;
  /** What the signature states over the text, or undefined when it is not this key's. Never throws. */
  verify(text: string, signature: Uint8Array): Statement | undefined;
}

/** What a signature that holds states beyond the text. */
export interface Statement {
  /** When a cosigner says it signed. Units: seconds since 1970-01-01T00:00:00Z; absent on plain signatures. */
  readonly time?: number;
}

/** The verifier of a key, by its type. */
export function verifierOf(key: VerifierKey): Verifier {
  return {
    name: key.name,
    keyId: idOf(key),
    verify: (text, signature) => VERIFY[key.type](key, text, signature),
  };
}

/** The verifier of a key written as `name+id+key`. Errors: throws VERIFIER_KEY_MALFORMED. */
export function parseVerifier(text: string): Verifier {
  return verifierOf(parseVerifierKey(text));
}

type Verify = (key: VerifierKey, text: string, signature: Uint8Array) => Statement | undefined;

const VERIFY: Readonly<Record<VerifierKey['type'], Verify>> = {
  ed25519: ({ publicKey }, text, signature) =>
    verifyEd25519(publicKey, utf8(text), signature) ? {} : undefined,
  cosignature: ({ publicKey }, text, signature) => {
    const cosignature = decodeCosignature(signature);
    if (cosignature === undefined) return undefined;
    const { time, signature: over } = cosignature;
    return verifyEd25519(publicKey, cosignedMessage(text, time), over) ? { time } : undefined;
  },
};
