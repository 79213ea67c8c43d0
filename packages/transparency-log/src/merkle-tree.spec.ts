import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { naivePath, naiveProof, naiveRoot } from '../testing/naive-tree.ts';
import { concatBytes, fromHex, toHex, utf8 } from './bytes.ts';
import { proveConsistency, verifyConsistency } from './consistency-proof.ts';
import { leafIndex, treeSize } from './counts.ts';
import { EMPTY_FRONTIER, frontierAt, frontierRoot, grow } from './frontier.ts';
import { EMPTY_ROOT, type Hash, hashFrom, leafHash, nodeHash } from './hash.ts';
import { proveInclusion, verifyInclusion } from './inclusion-proof.ts';
import { MemoryTree } from './memory-tree.ts';

const entriesOf = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, at) => utf8(`entry ${at}`));
const treeOf = (entries: readonly Uint8Array[]): MemoryTree => MemoryTree.of(entries.map(leafHash));
const hexOf = (hashes: readonly Uint8Array[]): string[] => hashes.map(toHex);

describe('RFC 6962 §2.1: the published tree of eight leaves', () => {
  const leaves = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ];
  const entries = leaves.map((hex) => fromHex(hex) ?? new Uint8Array(0));
  const tree = treeOf(entries);

  it.each([
    [0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    [1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
    [2, 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
    [3, 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
    [4, 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'],
    [5, '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
    [6, '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef'],
    [7, 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c'],
    [8, '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
  ])('has at size %i the root %s', (size, root) => {
    expect(toHex(tree.root(treeSize(size)))).toBe(root);
  });

  it.each([
    [
      0,
      8,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      5,
      8,
      [
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
    [
      1,
      5,
      [
        '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    ],
  ])('§2.1.1: proves leaf %i in the tree of %i', (index, size, hashes) => {
    expect(hexOf(proveInclusion(leafIndex(index), treeSize(size), tree.read))).toEqual(hashes);
  });

  it.each([
    [1, 1, []],
    [
      1,
      8,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      6,
      8,
      [
        '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [
      2,
      5,
      [
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    ],
  ])('§2.1.2: proves that the tree of %i grew into that of %i', (earlier, size, hashes) => {
    expect(hexOf(proveConsistency(treeSize(earlier), treeSize(size), tree.read))).toEqual(hashes);
  });
});

describe('against the words of the RFC, for every tree of up to 40 leaves', () => {
  const entries = entriesOf(40);
  const tree = treeOf(entries);

  it('the root', () => {
    for (let size = 0; size <= 40; size++)
      expect(toHex(tree.root(treeSize(size)))).toBe(naiveRoot(entries.slice(0, size)).toString('hex'));
  });

  it('the proof of every leaf, which its verifier takes', () => {
    for (let size = 1; size <= 40; size++) {
      for (let at = 0; at < size; at++) {
        const proof = proveInclusion(leafIndex(at), treeSize(size), tree.read);
        expect(hexOf(proof)).toEqual(hexOf(naivePath(at, entries.slice(0, size))));
        expect(verifyInclusion(claimOf(tree, at, size), proof)).toBe(true);
      }
    }
  });

  it('the proof of every growth, which its verifier takes', () => {
    for (let size = 1; size <= 40; size++) {
      for (let earlier = 1; earlier <= size; earlier++) {
        const proof = proveConsistency(treeSize(earlier), treeSize(size), tree.read);
        expect(hexOf(proof)).toEqual(hexOf(naiveProof(earlier, entries.slice(0, size))));
        expect(verifyConsistency(headOf(tree, earlier), headOf(tree, size), proof)).toBe(true);
      }
    }
  });
});

describe('a tree that grows', () => {
  const SIZES = [254, 255, 256, 257, 65_535, 65_536, 65_537];
  const entries = entriesOf(65_537);
  const leaves = entries.map(leafHash);

  it.each(SIZES)('has at %i leaves the root of the RFC', (size) => {
    const { frontier } = grow(EMPTY_FRONTIER, leaves.slice(0, size));
    expect(toHex(frontierRoot(frontier))).toBe(naiveRoot(entries.slice(0, size)).toString('hex'));
  });

  it('is the same whether its leaves come one by one, in batches, or after a restart from what is stored', () => {
    const part = entries.slice(0, 300).map(leafHash);
    const tree = MemoryTree.of(part);
    const batches = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 20 });
    fc.assert(
      fc.property(batches, (widths) => {
        let frontier = EMPTY_FRONTIER;
        for (const width of widths) {
          const next = Math.min(frontier.size + width, part.length);
          const resumed = frontierAt(frontier.size, tree.read);
          expect(resumed).toEqual(frontier);
          frontier = grow(resumed, part.slice(frontier.size, next)).frontier;
        }
        expect(frontierRoot(frontier)).toEqual(tree.root(frontier.size));
      }),
      { numRuns: 50 },
    );
  });

  it('says of each subtree once that it is complete, in time for those who store it', () => {
    const { completed } = grow(EMPTY_FRONTIER, entries.slice(0, 100).map(leafHash));
    const places = completed.map(({ level, index }) => `${level}/${index}`);
    expect(new Set(places).size).toBe(places.length);
    // A subtree of level l closes at every 2^l-th leaf.
    const expected = Array.from({ length: 7 }, (_, level) => Math.floor(100 / 2 ** level));
    expect(expected.map((_, level) => completed.filter((one) => one.level === level).length)).toEqual(
      expected,
    );
  });

  it('keeps the frontier it was given', () => {
    const { frontier } = grow(EMPTY_FRONTIER, entries.slice(0, 3).map(leafHash));
    const before = frontierRoot(frontier);
    grow(frontier, entries.slice(3, 9).map(leafHash));
    expect(frontierRoot(frontier)).toEqual(before);
  });
});

describe('a proof that is not the proof', () => {
  const entries = entriesOf(257);
  const tree = treeOf(entries);
  const places = fc
    .tuple(fc.integer({ min: 1, max: 257 }), fc.nat())
    .map(([size, at]) => ({ size, at: at % size }));

  it('is refused when a bit of leaf, root or any hash is turned', () => {
    fc.assert(
      fc.property(places, fc.nat(), fc.integer({ min: 0, max: 255 }), ({ size, at }, which, bit) => {
        const claim = claimOf(tree, at, size);
        const proof = proveInclusion(claim.index, claim.size, tree.read);
        const parts = [claim.leaf, claim.root, ...proof];
        const turned = parts.map((hash, part) => (part === which % parts.length ? turn(hash, bit) : hash));
        const [leaf = claim.leaf, root = claim.root, ...hashes] = turned;
        expect(verifyInclusion({ ...claim, leaf, root }, hashes)).toBe(false);
      }),
    );
  });

  it('is refused for every other index', () => {
    for (const size of [1, 2, 3, 7, 8, 9, 40]) {
      for (let at = 0; at < size; at++) {
        const proof = proveInclusion(leafIndex(at), treeSize(size), tree.read);
        for (let other = 0; other < size + 2; other++) {
          const claim = { ...claimOf(tree, at, size), index: leafIndex(other) };
          expect(verifyInclusion(claim, proof)).toBe(other === at);
        }
      }
    }
  });

  it('is refused with a hash too few or too many', () => {
    fc.assert(
      fc.property(places, ({ size, at }) => {
        const claim = claimOf(tree, at, size);
        const proof = proveInclusion(claim.index, claim.size, tree.read);
        expect(verifyInclusion(claim, [...proof, claim.leaf])).toBe(false);
        if (proof.length > 0) expect(verifyInclusion(claim, proof.slice(1))).toBe(false);
        if (proof.length > 0) expect(verifyInclusion(claim, proof.slice(0, -1))).toBe(false);
      }),
    );
  });

  it('of growth is refused when a bit of either root or any hash is turned', () => {
    const growths = fc
      .tuple(fc.integer({ min: 1, max: 257 }), fc.nat())
      .map(([size, earlier]) => ({ size, earlier: 1 + (earlier % size) }));
    fc.assert(
      fc.property(growths, fc.nat(), fc.integer({ min: 0, max: 255 }), ({ size, earlier }, which, bit) => {
        const [before, after] = [headOf(tree, earlier), headOf(tree, size)];
        const parts = [before.root, after.root, ...proveConsistency(before.size, after.size, tree.read)];
        const turned = parts.map((hash, part) => (part === which % parts.length ? turn(hash, bit) : hash));
        const [first = before.root, second = after.root, ...hashes] = turned;
        expect(verifyConsistency({ ...before, root: first }, { ...after, root: second }, hashes)).toBe(false);
        expect(verifyConsistency(before, after, [...parts.slice(2), before.root])).toBe(false);
        if (parts.length > 2) expect(verifyConsistency(before, after, parts.slice(2, -1))).toBe(false);
      }),
    );
  });

  it('of growth from nothing is empty, and nothing else is nothing', () => {
    const nothing = { size: treeSize(0), root: EMPTY_ROOT };
    const grown = headOf(tree, 9);
    expect(verifyConsistency(nothing, grown, [])).toBe(true);
    expect(verifyConsistency(nothing, grown, [grown.root])).toBe(false);
    expect(verifyConsistency({ ...nothing, root: grown.root }, grown, [])).toBe(false);
    expect(verifyConsistency(grown, nothing, [])).toBe(false);
  });

  it('is not made of a leaf or a growth that the tree does not have', () => {
    expect(() => proveInclusion(leafIndex(5), treeSize(5), tree.read)).toThrow('a tree of 5 has no leaf 5');
    expect(() => proveConsistency(treeSize(6), treeSize(5), tree.read)).toThrow(
      'a tree of 6 does not grow into 5',
    );
    expect(() => tree.root(treeSize(258))).toThrow('has no subtree');
    expect(() => treeSize(-1)).toThrow('-1 is not the size of a tree');
    expect(() => leafIndex(2 ** 53)).toThrow('is not the index of a leaf');
  });
});

describe('leaf and node', () => {
  it('never pass for each other: a node’s children as the data of a leaf hash otherwise', () => {
    const [left, right] = [leafHash(utf8('left')), leafHash(utf8('right'))];
    expect(leafHash(concatBytes(left, right))).not.toEqual(nodeHash(left, right));
  });

  it('take hashes of 32 bytes only', () => {
    expect(() => hashFrom(new Uint8Array(31))).toThrow('a hash has 32 bytes, this has 31');
  });
});

function claimOf(tree: MemoryTree, at: number, size: number) {
  const head = headOf(tree, size);
  return { ...head, index: leafIndex(at), leaf: tree.read({ level: 0, index: at }) };
}

function headOf(tree: MemoryTree, size: number) {
  return { size: treeSize(size), root: tree.root(treeSize(size)) };
}

function turn(hash: Hash, bit: number): Hash {
  const turned = Uint8Array.from(hash);
  turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return hashFrom(turned);
}
