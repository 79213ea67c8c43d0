import { toHex } from './bytes.ts';
import { type LeafIndex, treeSize } from './counts.ts';
import { TransparencyLogError } from './errors.ts';
import { follows, readEventBytes, type ShownEvent } from './event-bytes.ts';
import { eventLeaf } from './event-leaf.ts';
import { leafHash } from './hash.ts';
import { verifyInclusion } from './inclusion-proof.ts';
import { JsonReader } from './json-reader.ts';
import { type Compromise, type KeyRecord, type KeyRing, keyStanding, recordOf, ringOf } from './key-ring.ts';
import { judgeCheckpoint, type Policy } from './policy.ts';
import { parseTlogProof } from './tlog-proof.ts';
import { parseVerifierKey } from './verifier-key.ts';

/** The stream in which a log states its keys. */
export const KEYS_STREAM = 'log-keys';

/** One statement of the log about its keys, with the proof that the log holds it. */
export interface KeyEntry {
  /** The canonical bytes of a `key-introduced`, `key-retired` or `key-compromised` event. */
  readonly event: Uint8Array;
  /** A tlog-proof of its leaf. */
  readonly proof: string;
}

/**
 * The keys of a log after these statements, beginning with the keys the policy trusts.
 *
 * Shape:  a statement counts when its proof's checkpoint is signed by a key that is good at that moment of the
 *         reading, so trust passes from key to key. Statements begin with revision 0 and follow one another; whether
 *         the last one shown is the last there is, only the log or its witnesses can tell.
 * Errors: throws KEY_STATEMENT_MALFORMED with the revision of the first statement that does not count.
 */
export function readKeyHistory(entries: readonly KeyEntry[], policy: Policy): KeyRing {
  let ring = ringOf(policy.logs.map(({ key }) => key));
  let before: ShownEvent | undefined;
  for (const { event, proof } of entries) {
    const statement = readEventBytes(event, 'KEY_STATEMENT_MALFORMED');
    if (!isNext(statement, before)) throw refused(statement, 'does not follow the one before');
    const index = provenIndex(statement, proof, ring, policy);
    ring = applyStatement(ring, statement, index);
    before = statement;
  }
  return ring;
}

/** The policy with the keys of a ring in place of its own logs. */
export function withKeysOf(ring: KeyRing, policy: Policy): Policy {
  return { ...policy, logs: ring.map(({ key }) => ({ key })) };
}

function isNext(statement: ShownEvent, before: ShownEvent | undefined): boolean {
  if (before !== undefined) return follows(statement, before);
  return statement.stream === KEYS_STREAM && statement.revision === 0 && !('prior' in statement.metadata);
}

function provenIndex(statement: ShownEvent, text: string, ring: KeyRing, policy: Policy): LeafIndex {
  const { index, hashes, checkpoint: note } = parseTlogProof(text);
  const judgement = judgeCheckpoint(withKeysOf(ring, policy), note);
  if (!judgement.accepted) throw refused(statement, `stands under a checkpoint that is ${judgement.reason}`);
  const { checkpoint, log, signed } = judgement;
  const cosignedAt = signed.flatMap(({ statement: { time } }) => (time === undefined ? [] : [time]));
  const standing = keyStanding(ring, log, { size: checkpoint.size, cosignedAt });
  if (standing !== 'good') throw refused(statement, `stands under a key that is ${standing}`);
  const leaf = leafHash(eventLeaf(statement.hash));
  if (!verifyInclusion({ leaf, index, ...checkpoint }, hashes))
    throw refused(statement, `of hash ${toHex(statement.hash)} is not in the log`);
  return index;
}

function applyStatement(ring: KeyRing, statement: ShownEvent, index: LeafIndex): KeyRing {
  const state = STATEMENTS[statement.type];
  if (state === undefined) throw refused(statement, `is of an unknown type ${statement.type}`);
  const data = new JsonReader('KEY_STATEMENT_MALFORMED', statement.data, `${statement.type}.data`);
  const key = parseVerifierKey(data.at('vkey').text());
  const record = recordOf(ring, key);
  if (record === undefined && statement.type !== 'key-introduced')
    throw refused(statement, 'is about a key that was never introduced');
  return [
    ...ring.filter((other) => other !== record),
    state(record ?? { key }, data, record ? undefined : index),
  ];
}

/** What a statement makes of a key's record; `introducedAt` is given for a key that had none. */
type State = (record: KeyRecord, data: JsonReader, introducedAt: LeafIndex | undefined) => KeyRecord;

// The first statement of a kind stands: none makes a key speak for more than it did.
const STATEMENTS: Readonly<Record<string, State>> = {
  'key-introduced': (record, data, introducedAt) => {
    data.object(['vkey']);
    return introducedAt === undefined ? record : { ...record, introducedAt };
  },

  'key-retired': (record, data) => {
    data.object(['vkey', 'lastSize']);
    return { ...record, retiredAt: record.retiredAt ?? treeSize(data.at('lastSize').count()) };
  },

  'key-compromised': (record, data) => {
    data.object(['vkey', 'lastSize', 'since']);
    const lastSize = treeSize(data.at('lastSize').count());
    return { ...record, compromised: stricter({ lastSize, since: secondsOf(data.at('since')) }, record) };
  },
};

function stricter({ lastSize, since }: Compromise, { compromised }: KeyRecord): Compromise {
  if (compromised === undefined) return { lastSize, since };
  return {
    lastSize: lastSize < compromised.lastSize ? lastSize : compromised.lastSize,
    since: Math.min(since, compromised.since),
  };
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?\+08:00$/;

function secondsOf(instant: JsonReader): number {
  const text = instant.text();
  const milliseconds = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(milliseconds)) throw instant.refused('is no instant with +08:00');
  return Math.floor(milliseconds / 1000);
}

function refused(statement: ShownEvent, why: string): TransparencyLogError {
  return new TransparencyLogError('KEY_STATEMENT_MALFORMED', `statement ${statement.revision} ${why}`);
}
