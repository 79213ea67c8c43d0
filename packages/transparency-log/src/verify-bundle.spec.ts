import { describe, expect, it } from 'vitest';
import { demoLog, logSigner, policyOf, witnessSigner } from '../testing/fixture-log.ts';
import { MUTATIONS, MUTATIONS_TIMEOUT_MS } from '../testing/mutation-count.ts';
import { randomNumbers, withBitTurned } from '../testing/mutations.ts';
import { decodeBundle, type EvidenceBundle, encodeBundle } from './bundle.ts';
import { toHex, utf8 } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { leafIndex } from './counts.ts';
import { sha256 } from './hash.ts';
import type { Policy } from './policy.ts';
import { formatTlogProof, parseTlogProof } from './tlog-proof.ts';
import type { CheckName, Verdict } from './verdict.ts';
import { formatVerifierKey } from './verifier-key.ts';
import { verifyBundle } from './verify-bundle.ts';

const FILE = 'agency-650000-91650102MAFAKE019H';
const log = demoLog();
const own = logSigner();
const witnesses = ['one', 'two', 'three'].map((name) => witnessSigner(name));
const cosigned = log.bundle(FILE, 1, { signers: [own, ...witnesses] });
const reader = policyOf([own], witnesses, 2);

const verify = (bundle: EvidenceBundle, policy: Policy | undefined = reader): Verdict =>
  verifyBundle(encodeBundle(bundle), policy);
const outcomes = ({ checks }: Verdict) =>
  Object.fromEntries(checks.map(({ name, outcome }) => [name, outcome]));
const failing = ({ checks }: Verdict): CheckName[] =>
  checks.flatMap(({ name, outcome }) => (outcome === 'fails' ? [name] : []));
const told = (verdict: Verdict, name: CheckName): string =>
  verdict.checks.find((check) => check.name === name)?.detail ?? '';

describe('an evidence bundle proves', () => {
  const verdict = verify(cosigned);

  it('this act, by this authority, under this article, with this document', () => {
    expect(verdict.proved).toBe(true);
    expect(verdict.event).toMatchObject({
      stream: FILE,
      revision: 1,
      type: 'accepted',
      metadata: {
        actor: { org: 'xj-fgw' },
        basis: ['XJ-11-2'],
        document: { number: '新发改信用〔2026〕7号' },
      },
    });
  });

  it('at this place in a file of this length, complete when the heads were sealed', () => {
    expect(verdict.file).toEqual({
      fileId: FILE.slice('agency-'.length),
      length: 4,
      sealedAt: 299,
      withheld: 0,
    });
  });

  it('in a log signed by these', () => {
    expect(verdict.log).toMatchObject({
      checkpoint: { origin: 'ledger.example/fixture', size: 300 },
      index: 21,
      signer: 'ledger.example/fixture',
      trust: 'of-the-reader',
      cosigners: witnesses.map(({ key }) => ({ name: key.name, time: 1_795_000_000 })),
      unknownSigners: [],
    });
  });

  it('every check of it', () => {
    expect(new Set(Object.values(outcomes(verdict)))).toEqual(new Set(['holds']));
  });

  it('the same for every event of the file, first and last', () => {
    for (const revision of [0, 1, 2, 3])
      expect(verify(log.bundle(FILE, revision), policyOf([own])).proved).toBe(true);
  });

  it('to a reader without keys, only that the bundle agrees with the key it names', () => {
    const alone = verifyBundle(encodeBundle(cosigned));
    expect(alone.proved).toBe(true);
    expect(alone.log).toMatchObject({
      trust: 'named-by-the-bundle',
      cosigners: [],
      unknownSigners: witnesses.map(({ key }) => key.name),
    });
  });
});

describe('what a reader may not see is left out, and said', () => {
  it('a withheld event stands there as its hash', () => {
    const verdict = verify(log.bundle(FILE, 0, { withhold: [1, 2] }), policyOf([own]));
    expect(verdict.proved).toBe(true);
    expect(verdict.file).toMatchObject({ length: 4, withheld: 2 });
  });

  it('a wrong hash for it is noticed by the event after it', () => {
    const bundle = log.bundle(FILE, 0, { withhold: [1] });
    const chain = [{ withheld: sha256(utf8('other')) }, ...bundle.chain.slice(1)];
    expect(told(verify({ ...bundle, chain }, policyOf([own])), 'chain')).toBe(
      'the event after revision 1 does not follow it',
    );
  });

  it('without sealed heads the file’s length is not shown, and the event is proved all the same', () => {
    const { heads: _, ...bundle } = log.bundle(FILE, 3);
    const verdict = verify({ ...bundle }, policyOf([own]));
    expect(verdict).toMatchObject({ proved: true, file: { withheld: 0 } });
    expect(outcomes(verdict)['heads']).toBe('not-shown');
    expect(verdict.file).not.toHaveProperty('length');
  });

  it('an event of no file has neither chain nor heads', () => {
    const stream = 'calendar-cn';
    const bundle = {
      ...log.bundle(FILE, 0),
      chain: [],
      event: log.eventBytes(stream, 0),
      proof: log.tlogProof(2),
    };
    const verdict = verify(bundle, policyOf([own]));
    expect(verdict).toMatchObject({ proved: true, event: { stream } });
    expect([outcomes(verdict)['chain'], outcomes(verdict)['heads']]).toEqual(['not-shown', 'not-shown']);
    expect(verdict).not.toHaveProperty('file');
  });
});

describe('a bundle that was tampered with', () => {
  const other = log.bundle('agency-620700-91620702MAFAKE22XE', 0, { signers: [own, ...witnesses] });
  const proof = parseTlogProof(cosigned.proof);
  const { heads } = cosigned;
  if (heads === undefined) throw new Error('it has heads');

  it.each<readonly [string, Partial<EvidenceBundle>, CheckName, string]>([
    ['another event', { event: other.event }, 'inclusion', 'is not at this place'],
    ['an event that is no JSON', { event: utf8('{') }, 'event', 'event is no object'],
    [
      'an event with a blank',
      { event: utf8(` ${new TextDecoder().decode(cosigned.event)}`) },
      'event',
      'event is no object',
    ],
    [
      'an event without a salt’s worth of members',
      { event: canonicalJson({ stream: 's' }) },
      'event',
      'lacks revision',
    ],
    [
      'the proof of another place',
      { proof: formatTlogProof({ ...proof, index: leafIndex(22) }) },
      'inclusion',
      'is not at this place',
    ],
    [
      'a proof with a hash more',
      {
        proof: formatTlogProof({ ...proof, hashes: [...proof.hashes, proof.hashes[0] ?? sha256(utf8(''))] }),
      },
      'inclusion',
      'is not at this place',
    ],
    [
      'a proof under another checkpoint',
      { proof: log.tlogProof(21) },
      'checkpoint',
      'under another checkpoint',
    ],
    [
      'a proof with extra data',
      { proof: formatTlogProof({ ...proof, extra: Uint8Array.of(1) }) },
      'checkpoint',
      'nothing vouches for',
    ],
    ['another key named', { vkey: formatVerifierKey(logSigner(2).key) }, 'key', 'signed by another key'],
    ['a link left out', { chain: cosigned.chain.slice(1) }, 'chain', 'after revision 1 does not follow'],
    ['links exchanged', { chain: cosigned.chain.toReversed() }, 'chain', 'after revision 1 does not follow'],
    [
      'the end of the chain left out',
      { chain: cosigned.chain.slice(0, -1) },
      'heads',
      'does not end where the chain ends',
    ],
    [
      'the end of the chain withheld and made up',
      { chain: [...cosigned.chain.slice(0, -1), { withheld: sha256(utf8('')) }] },
      'heads',
      'does not end where the chain ends',
    ],
    [
      'another event for the heads',
      { heads: { ...heads, sealed: cosigned.event } },
      'heads',
      'are not what the log sealed',
    ],
    [
      'heads that are not in the log',
      {
        heads: {
          ...heads,
          sealed: canonicalJson({
            ...(JSON.parse(new TextDecoder().decode(heads.sealed)) as object),
            revision: 1,
          }),
        },
      },
      'heads',
      'are not in the log',
    ],
    [
      'another place among the heads',
      { heads: { ...heads, inHeads: { ...heads.inHeads, index: leafIndex(0) } } },
      'heads',
      'does not end where the chain ends',
    ],
  ])('%s', (_, over, check, why) => {
    const verdict = verify({ ...cosigned, ...over });
    expect(verdict.proved).toBe(false);
    expect(failing(verdict)).toContain(check);
    expect(told(verdict, check)).toContain(why);
  });

  it('a checkpoint exchanged for one of a log nobody trusts', () => {
    const stranger = logSigner(2);
    const bundle = log.bundle(FILE, 1, { signers: [stranger, ...witnesses] });
    const verdict = verify(bundle);
    expect(told(verdict, 'checkpoint')).toBe('no log that is trusted signed the checkpoint');
    expect(outcomes(verdict)).toMatchObject({ key: 'not-shown', inclusion: 'not-shown', heads: 'not-shown' });
  });

  it('too few witnesses', () => {
    const verdict = verify(log.bundle(FILE, 1, { signers: [own, ...witnesses.slice(2)] }));
    expect(told(verdict, 'checkpoint')).toBe('too few of the trusted witnesses cosigned the checkpoint');
  });
});

describe('heads that say too much', () => {
  it.each([
    ['to cover events after themselves', 999, 'the heads claim to cover events after themselves'],
    ['nothing of the event', 1, 'the heads were sealed before the event'],
  ])('claim %s', (_, position, why) => {
    const strange = demoLog(20);
    const { root, count } = strange.heads().sealed;
    strange.append('log-heads', 'heads-sealed', { root: toHex(root), count, position });
    expect(told(verify(strange.bundle(FILE, 1), policyOf([own])), 'heads')).toBe(why);
  });
});

describe('the file', () => {
  const bytes = encodeBundle(cosigned);

  it('comes back as it went', () => {
    expect(encodeBundle(decodeBundle(bytes))).toEqual(bytes);
    expect(decodeBundle(bytes)).toEqual(cosigned);
  });

  const object = JSON.parse(new TextDecoder().decode(bytes)) as Readonly<Record<string, unknown>>;
  it.each([
    ['nothing', ''],
    ['a blank at its end', `${new TextDecoder().decode(bytes)}\n`],
    ['a member twice', new TextDecoder().decode(bytes).replace('{', '{"chain":[],')],
    ['another order of members', JSON.stringify({ vkey: object['vkey'], ...object })],
    ['a list for an object', '[]'],
    ['a member more', JSON.stringify({ ...object, x: 1 })],
  ])('with %s is refused', (_, text) => {
    const verdict = verifyBundle(utf8(text), reader);
    expect(verdict.proved).toBe(false);
    expect(outcomes(verdict)).toMatchObject({ format: 'fails', event: 'not-shown', heads: 'not-shown' });
  });

  it.each([
    ['another format', { format: 'ledger-proof/v2' }, '$.format is not ledger-proof/v1'],
    ['an event that is not base64', { event: 'x' }, '$.event is not base64'],
    ['a chain that is no list', { chain: {} }, '$.chain is no list'],
    ['a link of no kind', { chain: [{}] }, '$.chain[0] is either an event or withheld'],
    ['a link of both kinds', { chain: [{ event: '', withheld: '0'.repeat(64) }] }, '$.chain[0] is either'],
    ['a withheld hash too short', { chain: [{ withheld: '00' }] }, '$.chain[0].withheld is no hash'],
    ['heads without a place', { heads: { sealed: '', inLog: {} } }, '$.heads lacks inHeads'],
    [
      'an index below zero',
      { heads: { sealed: '', inLog: { index: -1, hashes: [] }, inHeads: {} } },
      '$.heads.inLog.index is no count',
    ],
    ['a number for a text', { proof: 1 }, '$.proof is no text'],
    ['keys without proof', { keys: [{ event: '' }] }, '$.keys[0] lacks proof'],
  ])('with %s is refused, and says where', (_, over, why) => {
    expect(told(verifyBundle(canonicalJson({ ...object, ...over }), reader), 'format')).toContain(why);
  });
});

describe('keys over time', () => {
  const second = logSigner(2);
  const rotated = demoLog(60);
  rotated.append('log-keys', 'key-introduced', { vkey: formatVerifierKey(own.key) });
  rotated.append('log-keys', 'key-introduced', { vkey: formatVerifierKey(second.key) });
  const handover = rotated.keyEntries(rotated.checkpoint([own]));
  rotated.fillTo(90).append('log-keys', 'key-retired', { vkey: formatVerifierKey(own.key), lastSize: 63 });
  const statements = rotated.keyEntries(rotated.checkpoint([second]));

  it('who trusts the old key takes a proof under the new one, by the log’s own statements', () => {
    const bundle = rotated.bundle(FILE, 1, { signers: [second], keys: handover });
    expect(verify(bundle, policyOf([own])).proved).toBe(true);
    expect(verify({ ...bundle, keys: [] }, policyOf([own])).proved).toBe(false);
  });

  it('who trusts the new key takes a proof that was made under the old one', () => {
    const before = demoLog(60);
    before.append('log-keys', 'key-introduced', { vkey: formatVerifierKey(own.key) });
    const old = { ...before.bundle(FILE, 1), keys: statements };
    expect(verify(old, policyOf([second])).proved).toBe(true);
    expect(verify({ ...old, keys: [] }, policyOf([second])).proved).toBe(false);
  });

  it('a proof under a key that had retired is refused', () => {
    const verdict = verify(rotated.bundle(FILE, 1, { keys: statements }), policyOf([second]));
    expect(told(verdict, 'key')).toBe('the key of the log is retired for this checkpoint');
  });

  it('statements that do not count are refused with the bundle', () => {
    const bundle = rotated.bundle(FILE, 1, { signers: [second], keys: statements.slice(1) });
    expect(told(verify(bundle, policyOf([second])), 'checkpoint')).toBe(
      'statement 1 does not follow the one before',
    );
  });
});

describe('a bit turned anywhere in the file', () => {
  // Every witness is needed, so that a line nobody knows cannot pass for an idle one.
  const strict = policyOf([own], witnesses, 3);
  const bytes = encodeBundle(cosigned);

  it(
    `is noticed, each of ${MUTATIONS}`,
    () => {
      const random = randomNumbers(20_261_122);
      for (let run = 0; run < MUTATIONS; run++) {
        const bit = random.next().value(bytes.length * 8);
        const { proved } = verifyBundle(withBitTurned(bytes, bit), strict);
        expect({ bit, proved }).toEqual({ bit, proved: false });
      }
    },
    MUTATIONS_TIMEOUT_MS,
  );
});
