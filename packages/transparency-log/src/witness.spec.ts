import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { FixtureLog, logSigner, ORIGIN, witnessSigner } from '../testing/fixture-log.ts';
import { toBase64, utf8 } from './bytes.ts';
import { signCheckpoint } from './checkpoint.ts';
import type { TreeHead } from './consistency-proof.ts';
import { proveConsistency } from './consistency-proof.ts';
import { treeSize } from './counts.ts';
import { decodeForkProof, encodeForkProof, proveFork, verifyForkProof } from './fork-proof.ts';
import type { Hash } from './hash.ts';
import { openNote } from './note.ts';
import { addSignatures } from './signer.ts';
import { verifierOf } from './verifier.ts';
import {
  type AddCheckpoint,
  cosign,
  cosignaturesIn,
  formatAddCheckpoint,
  judgeSubmission,
  monitoringPath,
  NEVER_COSIGNED,
  readSubmission,
  type WitnessAnswer,
} from './witness.ts';

const log = new FixtureLog().fillTo(20);
const own = logSigner();
const witness = witnessSigner('one');
const known = new Map([[ORIGIN, [verifierOf(own.key)]]]);

const requestOf = (from: number, to: number, over: Partial<AddCheckpoint> = {}): AddCheckpoint => ({
  oldSize: treeSize(from),
  proof: proveConsistency(treeSize(from), treeSize(to), log.tree.read),
  checkpoint: log.checkpoint([own], treeSize(to)),
  ...over,
});
const headAt = (size: number): TreeHead => ({ size: treeSize(size), root: log.tree.root(treeSize(size)) });

/** A witness whose store is a variable: what a service does around the two decisions. */
class Witness {
  latest: TreeHead = NEVER_COSIGNED;
  constructor(latest: TreeHead = NEVER_COSIGNED) {
    this.latest = latest;
  }
  post(request: AddCheckpoint | string, signer = witness): WitnessAnswer {
    const body = utf8(typeof request === 'string' ? request : formatAddCheckpoint(request));
    const submission = readSubmission(body, known);
    if ('status' in submission) return submission;
    const judged = judgeSubmission(submission, this.latest);
    if ('status' in judged) return judged;
    this.latest = judged.next;
    return cosign(submission, [signer]);
  }
}

describe('tlog-witness: add-checkpoint', () => {
  it('200: cosigns what extends what it cosigned last, from nothing on', () => {
    const one = new Witness();
    for (const [from, to] of [
      [0, 7],
      [7, 8],
      [8, 8],
      [8, 20],
    ] as const) {
      const answer = one.post(requestOf(from, to));
      expect(answer.status).toBe(200);
      const note = `${log.checkpoint([own], treeSize(to))}${answer.body}`;
      expect(openNote(note, [verifierOf(witness.key)]).signed).toHaveLength(1);
      expect(one.latest).toEqual(headAt(to));
    }
  });

  it('200: the empty tree of a log that has only begun', () => {
    const empty = new FixtureLog().checkpoint();
    expect(new Witness().post({ oldSize: treeSize(0), proof: [], checkpoint: empty }).status).toBe(200);
  });

  it('200: the log puts the witness’s lines, and no others, under its checkpoint', () => {
    const stranger = witnessSigner('stranger');
    const checkpoint = log.checkpoint();
    const { body } = new Witness(headAt(9)).post(requestOf(9, 20));
    const others = new Witness(headAt(9)).post(requestOf(9, 20), stranger).body;
    const lines = cosignaturesIn(`${others}${body}`, checkpoint, [verifierOf(witness.key)]);
    expect(addSignatures(checkpoint, lines)).toBe(`${checkpoint}${body}`);
    const forged = new Witness(headAt(9)).post(requestOf(9, 19)).body;
    const take = (answer: string) => () => cosignaturesIn(answer, checkpoint, [verifierOf(witness.key)]);
    expect(take(forged)).toThrow(expect.objectContaining({ code: 'NOTE_FORGED' }));
    expect(take(others)).toThrow(expect.objectContaining({ code: 'NOTE_UNSIGNED' }));
    expect(take('<html>')).toThrow(expect.objectContaining({ code: 'NOTE_MALFORMED' }));
  });

  it('404: a log it does not know', () => {
    const other = new FixtureLog('other.example/log').fillTo(3);
    const checkpoint = other.checkpoint([logSigner(1, 'other.example/log')]);
    expect(new Witness().post({ oldSize: treeSize(0), proof: [], checkpoint })).toMatchObject({
      status: 404,
    });
  });

  it('403: a known log’s checkpoint without a signature of that log, or with one that fails', () => {
    const stranger = log.checkpoint([logSigner(2)]);
    const forged = log.checkpoint([own]).replace('\n20\n', '\n21\n');
    for (const checkpoint of [stranger, forged])
      expect(new Witness().post({ oldSize: treeSize(0), proof: [], checkpoint }).status).toBe(403);
  });

  it('400: an old size above the size', () => {
    expect(new Witness(headAt(9)).post(requestOf(8, 8, { oldSize: treeSize(9) })).status).toBe(400);
  });

  it('409: another old size than it cosigned last, and it says which that is', () => {
    const answer = new Witness(headAt(9)).post(requestOf(7, 20));
    expect(answer).toEqual({ status: 409, contentType: 'text/x.tlog.size', body: '9\n' });
    expect(new Witness().post(requestOf(7, 20))).toMatchObject({ status: 409, body: '0\n' });
  });

  it('422: a proof that does not lead there', () => {
    const { proof } = requestOf(7, 20);
    const wrong: readonly (readonly Hash[])[] = [
      [],
      proof.slice(1),
      [...proof, ...proof],
      proof.toReversed(),
    ];
    for (const hashes of wrong)
      expect(new Witness(headAt(7)).post(requestOf(7, 20, { proof: hashes })).status).toBe(422);
  });

  it('422: hashes where the old size is zero', () => {
    expect(new Witness().post(requestOf(0, 20, { proof: [headAt(1).root] })).status).toBe(422);
  });

  it('422: another root of the same size, and of a larger one', () => {
    const fork = new FixtureLog();
    fork.append('rulebook-650000', 'rulebook-activated');
    fork.fillTo(20);
    const forked = (from: number, to: number): AddCheckpoint => ({
      oldSize: treeSize(from),
      proof: proveConsistency(treeSize(from), treeSize(to), fork.tree.read),
      checkpoint: fork.checkpoint([own], treeSize(to)),
    });
    const one = new Witness(headAt(9));
    expect(one.post(forked(9, 9)).status).toBe(422);
    expect(one.post(forked(9, 20)).status).toBe(422);
    expect(one.latest).toEqual(headAt(9));
  });

  const checkpoint = log.checkpoint();
  it.each([
    ['nothing', ''],
    ['no old size', `\n\n${checkpoint}`],
    ['a leading zero', `old 00\n\n${checkpoint}`],
    ['no blank line', 'old 0\n'],
    ['a line that is no hash', `old 0\nAQID\n\n${checkpoint}`],
    ['64 hashes', `old 0\n${`${toBase64(headAt(1).root)}\n`.repeat(64)}\n${checkpoint}`],
    ['no checkpoint', 'old 0\n\n'],
    ['a checkpoint that is no note', 'old 0\n\nhello\n'],
    ['a note that is no checkpoint', 'old 0\n\nhello\n\n— a AAAAAAAA\n'],
  ])('400: %s', (_, body) => {
    expect(new Witness().post(body).status).toBe(400);
  });

  it('400: bytes that are not UTF-8', () => {
    expect(readSubmission(Uint8Array.of(0xff), known)).toMatchObject({ status: 400 });
  });

  it('serves what it cosigned last under the hash of the origin', () => {
    const hash = createHash('sha256').update(ORIGIN).digest('hex');
    expect(monitoringPath(ORIGIN)).toBe(`${hash}/checkpoint`);
  });

  it('of two submissions judged at the same state, the second finds that the state has moved', () => {
    const [small, large] = [8, 20].map((to) =>
      readSubmission(utf8(formatAddCheckpoint(requestOf(7, to))), known),
    );
    if (small === undefined || large === undefined || 'status' in small || 'status' in large)
      throw new Error('both are good');
    const state = headAt(7);
    const [first, second] = [judgeSubmission(large, state), judgeSubmission(small, state)];
    if ('status' in first || 'status' in second) throw new Error('both are good at this state');
    // The store replaces what is expected, or nothing: after the first, what the second expects is gone.
    expect(second.expected).toEqual(state);
    expect(first.next).not.toEqual(second.expected);
    expect(judgeSubmission(small, first.next)).toMatchObject({ status: 409, body: '20\n' });
  });
});

describe('a fork', () => {
  const fork = new FixtureLog();
  fork.append('rulebook-650000', 'rulebook-activated');
  fork.fillTo(30);
  const keys = [verifierOf(own.key)];
  const smaller = { note: log.checkpoint([own], treeSize(20)), size: treeSize(20) };
  const at = (size: number) => ({
    note: fork.checkpoint([own], treeSize(size)),
    size: treeSize(size),
    read: fork.tree.read,
  });

  it.each([20, 21, 30])(
    'is proved between 20 leaves and other %i leaves, by nothing but the log’s own signatures',
    (size) => {
      const bytes = encodeForkProof(proveFork(smaller, at(size)));
      const verdict = verifyForkProof(decodeForkProof(bytes), keys);
      expect(verdict).toMatchObject({
        forked: true,
        smaller: { checkpoint: { size: 20 } },
        larger: { checkpoint: { size } },
      });
    },
  );

  it('is not proved of a log that only grew', () => {
    const grown = { note: log.checkpoint([own]), size: treeSize(20), read: log.tree.read };
    const early = { note: log.checkpoint([own], treeSize(9)), size: treeSize(9) };
    expect(verifyForkProof(proveFork(early, grown), keys)).toEqual({ forked: false, reason: 'same-tree' });
  });

  it('is not proved by another root that the larger tree never had', () => {
    const proof = proveFork(smaller, at(30));
    const invented = { ...proof, prefixRoot: headAt(3).root };
    expect(verifyForkProof(invented, keys)).toEqual({ forked: false, reason: 'proof-fails' });
  });

  it('is not proved of two logs, nor by a checkpoint the log did not sign', () => {
    const proof = proveFork(smaller, at(30));
    expect(verifyForkProof(proof, [verifierOf(logSigner(2).key)])).toEqual({
      forked: false,
      reason: 'unsigned',
    });
    const elsewhere = signCheckpoint({ origin: 'other.example', ...headAt(20) }, [own]);
    expect(verifyForkProof({ ...proof, smaller: elsewhere }, keys)).toEqual({
      forked: false,
      reason: 'other-log',
    });
  });

  it.each([
    ['nothing', ''],
    ['other JSON', '{}'],
    ['another format', encode({ format: 'ledger-fork-proof/v2' })],
    ['a blank', `${encode({})} `],
  ])('cannot be read from %s', (_, text) => {
    expect(() => decodeForkProof(utf8(text))).toThrow(
      expect.objectContaining({ code: 'FORK_PROOF_MALFORMED' }),
    );
  });

  function encode(over: Readonly<Record<string, unknown>>): string {
    const text = new TextDecoder().decode(encodeForkProof(proveFork(smaller, at(30))));
    return JSON.stringify({ ...(JSON.parse(text) as object), ...over });
  }
});
