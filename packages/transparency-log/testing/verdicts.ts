import {
  canonicalJsonText,
  encodeBundle,
  parseNote,
  sha256,
  TransparencyLogError,
  toHex,
  verifyBundle,
  verifyEd25519,
  verifyServedLog,
} from '../src/index.ts';
import { demoLog, logSigner, policyOf, witnessSigner } from './fixture-log.ts';
import { randomNumbers, withBitTurned } from './mutations.ts';

/** A case of Ed25519, in hex. */
export interface SignatureCase {
  readonly publicKey: string;
  readonly message: string;
  readonly signature: string;
}

/**
 * What this package says of many good and bad cases, one line each: to be the same wherever it runs.
 *
 * Shape: signatures, notes, bundles whole and with bits turned, served logs, canonical numbers, hashes.
 */
export async function allVerdicts(signatures: readonly SignatureCase[]): Promise<readonly string[]> {
  return [...ofSignatures(signatures), ...ofNotes(), ...ofBundles(), ...(await ofLogs()), ...ofNumbers()];
}

const own = logSigner();
const witness = witnessSigner('one');
const policy = policyOf([own], [witness], 1);
const FILE = 'agency-650000-91650102MAFAKE019H';

function ofSignatures(cases: readonly SignatureCase[]): string[] {
  const bytes = (hex: string): Uint8Array =>
    Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number(`0x${pair}`));
  return cases.map(({ publicKey, message, signature }) =>
    String(verifyEd25519(bytes(publicKey), bytes(message), bytes(signature))),
  );
}

function ofNotes(): string[] {
  const note = demoLog().checkpoint([own, witness]);
  const spoilt = ['', '\u00a0', '\u3000', '\ufeff', '\u200b', '\u0085', '\ud800', '+', '\t', '\r'].map(
    (inserted) => note.replace('ledger', `led${inserted}ger`),
  );
  return spoilt.map((text) =>
    outcomeOf(() => JSON.stringify(parseNote(text).signatures.map(({ name }) => name))),
  );
}

function ofBundles(): string[] {
  const log = demoLog();
  const bundles = [0, 1, 2, 3].map((revision) =>
    encodeBundle(log.bundle(FILE, revision, { signers: [own, witness], withhold: [revision + 1] })),
  );
  const random = randomNumbers(42);
  const turned = bundles.flatMap((bytes) =>
    Array.from({ length: 15 }, () => withBitTurned(bytes, random.next().value(bytes.length * 8))),
  );
  return [...bundles, ...turned].map((bytes) => JSON.stringify(verifyBundle(bytes, policy)));
}

async function ofLogs(): Promise<string[]> {
  const files = demoLog(600).served([own, witness]);
  const random = randomNumbers(43);
  const verdicts: string[] = [];
  for (const [path, bytes] of files) {
    const turned = withBitTurned(bytes, random.next().value(bytes.length * 8));
    for (const served of [files, new Map(files).set(path, turned)])
      verdicts.push(JSON.stringify(await verifyServedLog(async (asked) => served.get(asked), policy)));
  }
  return verdicts;
}

function ofNumbers(): string[] {
  const bits = new DataView(new ArrayBuffer(8));
  let block = sha256(new Uint8Array(1));
  return Array.from({ length: 5000 }, () => {
    block = sha256(block);
    for (let at = 0; at < 8; at++) bits.setUint8(at, block[at] ?? 0);
    return `${toHex(block)} ${outcomeOf(() => canonicalJsonText([bits.getFloat64(0)]))}`;
  });
}

function outcomeOf(act: () => string): string {
  try {
    return act();
  } catch (error) {
    if (error instanceof TransparencyLogError) return error.code;
    throw error;
  }
}
