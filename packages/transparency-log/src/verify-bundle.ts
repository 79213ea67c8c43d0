import { decodeBundle, type EvidenceBundle } from './bundle.ts';
import { findChain, findHeads } from './bundle-file.ts';
import { Checklist, fail } from './checklist.ts';
import { readEventBytes, type ShownEvent } from './event-bytes.ts';
import { eventLeaf } from './event-leaf.ts';
import { leafHash } from './hash.ts';
import { verifyInclusion } from './inclusion-proof.ts';
import { readKeyHistory, withKeysOf } from './key-history.ts';
import { type KeyRing, keyStanding, ringOf } from './key-ring.ts';
import { judgeCheckpoint, type Policy } from './policy.ts';
import { parseTlogProof, type TlogProof } from './tlog-proof.ts';
import type { CheckName, ProvenLog, Verdict } from './verdict.ts';
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from './verifier-key.ts';

/** Without these nothing is proved; the others may stay not shown. */
const NEEDED: readonly CheckName[] = ['format', 'event', 'checkpoint', 'key', 'inclusion'];

/**
 * Verifies the bytes of a `.ledger-proof` file, without network, clock or anything else that is not given.
 *
 * Shape:  without a policy the only key there is to believe is the one the bundle names; the verdict says so.
 * Errors: never throws; what fails is in the verdict.
 */
export function verifyBundle(bytes: Uint8Array, policy?: Policy): Verdict {
  const list = new Checklist();
  const bundle = list.check('format', () => decodeBundle(bytes));
  const found = bundle === undefined ? {} : verifyParts(list, bundle, policy);
  const { checks } = list;
  const proved =
    checks.every(({ outcome }) => outcome !== 'fails') &&
    checks.every(({ name, outcome }) => outcome === 'holds' || !NEEDED.includes(name));
  return { proved, checks, ...found };
}

type Found = Omit<Verdict, 'proved' | 'checks'>;

function verifyParts(list: Checklist, bundle: EvidenceBundle, policy: Policy | undefined): Found {
  const event = list.check('event', () => readEventBytes(bundle.event, 'BUNDLE_MALFORMED'));
  const signed = list.check('checkpoint', () => findCheckpoint(bundle, policy));
  if (signed !== undefined) list.check('key', () => checkKey(bundle, signed));
  if (event === undefined || signed === undefined) return { ...(event !== undefined && { event }) };

  const included = list.check('inclusion', () => checkInclusion(event, signed));
  const found = { event, log: signed.log };
  if (included === undefined) return found;
  const chain = list.check('chain', () => findChain(event, bundle.chain));
  if (chain === undefined) return found;
  const sealed = list.check('heads', () => findHeads(chain, bundle.heads, signed.log));
  return { ...found, file: { fileId: chain.fileId, withheld: chain.withheld, ...sealed } };
}

/** A checkpoint whose signatures hold, with all that its key is judged by. */
interface SignedCheckpoint {
  readonly log: ProvenLog;
  readonly key: VerifierKey;
  readonly ring: KeyRing;
  readonly proof: TlogProof;
}

function findCheckpoint(bundle: EvidenceBundle, policy: Policy | undefined): SignedCheckpoint {
  const proof = parseTlogProof(bundle.proof);
  if (proof.extra !== undefined) fail('the proof carries data that nothing vouches for');
  if (proof.checkpoint !== bundle.checkpoint) fail('the proof stands under another checkpoint');
  const trusted = policy ?? policyOf(parseVerifierKey(bundle.vkey));
  // Statements shown by the bundle pass trust on from the keys the reader trusts, to later keys and earlier ones.
  const ring =
    bundle.keys.length > 0
      ? readKeyHistory(bundle.keys, trusted)
      : ringOf(trusted.logs.map(({ key }) => key));
  const judgement = judgeCheckpoint(withKeysOf(ring, trusted), proof.checkpoint);
  if (!judgement.accepted) return fail(REFUSALS[judgement.reason]);
  const { checkpoint, log: key, signed, unknown } = judgement;
  const log: ProvenLog = {
    checkpoint,
    index: proof.index,
    signer: key.name,
    trust: policy === undefined ? 'named-by-the-bundle' : 'of-the-reader',
    cosigners: signed.flatMap(({ verifier: { name }, statement: { time } }) =>
      time === undefined ? [] : [{ name, time }],
    ),
    unknownSigners: unknown.map(({ name }) => name),
  };
  return { log, key, ring, proof };
}

const REFUSALS = {
  malformed: 'the checkpoint is malformed',
  forged: 'a signature under the checkpoint does not hold',
  'unknown-log': 'no log that is trusted signed the checkpoint',
  'quorum-missed': 'too few of the trusted witnesses cosigned the checkpoint',
} as const;

function checkKey({ vkey }: EvidenceBundle, { key, ring, log }: SignedCheckpoint): void {
  if (formatVerifierKey(key) !== vkey) fail('the checkpoint is signed by another key than the bundle names');
  const cosignedAt = log.cosigners.map(({ time }) => time);
  const standing = keyStanding(ring, key, { size: log.checkpoint.size, cosignedAt });
  if (standing !== 'good') fail(`the key of the log is ${standing} for this checkpoint`);
}

function checkInclusion(event: ShownEvent, { log, proof }: SignedCheckpoint): true {
  const leaf = leafHash(eventLeaf(event.hash));
  if (verifyInclusion({ leaf, index: log.index, ...log.checkpoint }, proof.hashes)) return true;
  return fail('the event is not at this place of the log');
}

function policyOf(key: VerifierKey): Policy {
  return { logs: [{ key }], witnesses: [], quorum: { kind: 'none' } };
}
