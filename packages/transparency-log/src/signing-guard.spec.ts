import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withBitTurned } from '../testing/mutations.ts';
import { utf8 } from './bytes.ts';
import { proveConsistency, type TreeHead, verifyConsistency } from './consistency-proof.ts';
import { treeSize } from './counts.ts';
import { EMPTY_FRONTIER, frontierAt, frontierRoot, grow } from './frontier.ts';
import { hashFrom, leafHash } from './hash.ts';
import { MemoryTree } from './memory-tree.ts';
import { judgeSigning } from './signing-guard.ts';

const leavesOf = (history: string, count: number) =>
  Array.from({ length: count }, (_, at) => leafHash(utf8(`${history} ${at}`)));
const leaves = leavesOf('first', 300);
const tree = MemoryTree.of(leaves);
const headAt = (size: number): TreeHead => ({ size: treeSize(size), root: tree.root(treeSize(size)) });
const signedAt = (size: number) => frontierAt(treeSize(size), tree.read);

describe('a log signs', () => {
  it('what extends what it signed, and remembers it', () => {
    const sizes = fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }));
    fc.assert(
      fc.property(sizes, ([one, other]) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        const judged = judgeSigning(signedAt(from), headAt(to), leaves.slice(from, to));
        expect(judged).toEqual({ sign: true, next: signedAt(to) });
        const proof = proveConsistency(treeSize(from), treeSize(to), tree.read);
        expect(verifyConsistency(headAt(from), headAt(to), proof)).toBe(true);
      }),
    );
  });

  it('its first checkpoint from nothing', () => {
    expect(judgeSigning(EMPTY_FRONTIER, headAt(300), leaves)).toMatchObject({ sign: true });
  });
});

describe('a log does not sign', () => {
  it('after an old backup was restored', () => {
    expect(judgeSigning(signedAt(200), headAt(199), [])).toEqual({
      sign: false,
      reason: 'smaller-than-signed',
    });
  });

  it('after an old backup was restored and the log grew on from there, at whatever size', () => {
    for (const size of [200, 201, 256, 300]) {
      const regrown = MemoryTree.of([...leaves.slice(0, 150), ...leavesOf('second', 300).slice(150, size)]);
      const claimed = { size: regrown.size, root: regrown.root() };
      const since = Array.from({ length: size - 200 }, (_, at) =>
        regrown.read({ level: 0, index: 200 + at }),
      );
      expect(judgeSigning(signedAt(200), claimed, since)).toEqual({ sign: false, reason: 'other-tree' });
    }
  });

  it('when the journal does not give all the leaves, or more', () => {
    for (const since of [leaves.slice(200, 299), leaves.slice(199, 300)])
      expect(judgeSigning(signedAt(200), headAt(300), since)).toEqual({
        sign: false,
        reason: 'leaves-missing',
      });
  });

  it('when any bit of the tree in memory has turned', () => {
    const grown = grow(EMPTY_FRONTIER, leaves.slice(0, 215)).frontier;
    for (const at of grown.peaks.keys()) {
      for (let bit = 0; bit < 256; bit++) {
        const peaks = grown.peaks.map((peak, place) =>
          place === at ? hashFrom(withBitTurned(peak, bit)) : peak,
        );
        const claimed = { size: grown.size, root: frontierRoot({ ...grown, peaks }) };
        const judged = judgeSigning(signedAt(200), claimed, leaves.slice(200, 215));
        expect(judged).toEqual({ sign: false, reason: 'other-tree' });
      }
    }
  });
});
