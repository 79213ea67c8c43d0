import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from './bytes.ts';
import { consistencyRanges, proveConsistency } from './consistency-proof.ts';
import { leafIndex, treeSize } from './counts.ts';
import { decodeEntries, ENTRY_BYTES_MAX, encodeEntries } from './entry-bundle.ts';
import { eventLeaf, parseEventLeaf } from './event-leaf.ts';
import { leafHash, sha256 } from './hash.ts';
import { proveInclusion } from './inclusion-proof.ts';
import { MemoryTree } from './memory-tree.ts';
import { rootOf, subtreesOf } from './subtree.ts';
import {
  decodeTile,
  encodeTile,
  subtreesFromTiles,
  type Tile,
  tileHolding,
  tilesBetween,
  tilesOf,
} from './tile.ts';
import { entriesPath, parseTilePath, tilePath } from './tile-path.ts';

const tree = MemoryTree.of(Array.from({ length: 70_000 }, (_, at) => leafHash(utf8(String(at)))));

describe('tlog-tiles: which tiles a tree has', () => {
  it('the example: 70,000 entries are 273 full and .p/112, one full and .p/17, .p/1', () => {
    const tiles = tilesOf(treeSize(70_000));
    const count = (level: number, width: number) =>
      tiles.filter((tile) => tile.level === level && tile.width === width).length;
    expect([count(0, 256), count(0, 112), count(1, 256), count(1, 17), count(2, 1)]).toEqual([
      273, 1, 1, 1, 1,
    ]);
    expect(tiles).toHaveLength(277);
  });

  it.each([
    [0, []],
    [1, ['tile/0/000.p/1']],
    [255, ['tile/0/000.p/255']],
    [256, ['tile/0/000', 'tile/1/000.p/1']],
    [257, ['tile/0/000', 'tile/0/001.p/1', 'tile/1/000.p/1']],
  ])('%i entries', (size, paths) => {
    expect(tilesOf(treeSize(size)).map(tilePath)).toEqual(paths);
  });

  it('no tile is ever empty or too wide', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (size) => {
        // The last tile of each level is the only one that can go wrong.
        const last = tilesBetween(treeSize(Math.max(0, size - 1)), treeSize(size));
        return last.every(({ width }) => width >= 1 && width <= 256);
      }),
    );
  });

  it('growing publishes what is new and nothing else', () => {
    const sizes = fc.tuple(fc.integer({ min: 0, max: 70_000 }), fc.integer({ min: 0, max: 70_000 }));
    fc.assert(
      fc.property(sizes, ([one, other]) => {
        const [earlier, size] = [treeSize(Math.min(one, other)), treeSize(Math.max(one, other))];
        const before = new Set(tilesOf(earlier).map(tilePath));
        const expected = tilesOf(size)
          .map(tilePath)
          .filter((path) => !before.has(path));
        expect(tilesBetween(earlier, size).map(tilePath)).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });
});

describe('tlog-tiles: paths', () => {
  it.each([
    [{ level: 0, index: 1_234_067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 63, index: 999, width: 1 }, 'tile/63/999.p/1'],
    [{ level: 2, index: 1000, width: 255 }, 'tile/2/x001/000.p/255'],
  ])('%o is at %s', (tile, path) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual({ kind: 'hashes', tile });
  });

  it('entries lie beside level 0', () => {
    const tile = { level: 0, index: 273, width: 112 };
    expect(entriesPath(tile)).toBe('tile/entries/273.p/112');
    expect(parseTilePath('tile/entries/273.p/112')).toEqual({ kind: 'entries', tile });
  });

  it.each([
    'tile/00/000',
    'tile/64/000',
    'tile/0/0',
    'tile/0/0000',
    'tile/0/x000/000',
    'tile/0/x001',
    'tile/0/001/002',
    'tile/0/000.p/0',
    'tile/0/000.p/01',
    'tile/0/000.p/256',
    'tile/0/000.p/',
    'tile/0/000.p/1/',
    'tile/-1/000',
    'tile/entries/entries/000',
    'tile/0/x999/x999/x999/x999/x999/999',
    '/tile/0/000',
    'checkpoint',
    '',
  ])('refuses %s', (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });
});

describe('a tree read out of its tiles', () => {
  it.each([1, 2, 255, 256, 257, 65_535, 65_536, 65_537, 70_000])(
    'of %i leaves proves what the tree proves',
    (width) => {
      const size = treeSize(width);
      const read = subtreesFromTiles(size, (tile) => encodeTile(tile, tree.read));
      expect(rootOf(size, read)).toEqual(tree.root(size));
      for (const at of [0, 1, 255, 256, width >> 1, width - 1].filter((index) => index < width)) {
        const index = leafIndex(at);
        expect(proveInclusion(index, size, read)).toEqual(proveInclusion(index, size, tree.read));
        const earlier = treeSize(at + 1);
        expect(proveConsistency(earlier, size, read)).toEqual(proveConsistency(earlier, size, tree.read));
      }
    },
  );

  it('asks only for tiles that a log of this size serves', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70_000 }), fc.nat(), (width, at) => {
        const size = treeSize(width);
        const needed = consistencyRanges(treeSize(1 + (at % width)), size).flatMap(subtreesOf);
        const served = new Set(tilesOf(size).map(tilePath));
        expect(needed.filter((one) => !served.has(tilePath(tileHolding(one, size))))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('refuses a tile of another width than its size asks for', () => {
    const cut: (tile: Tile) => Uint8Array = (tile) => encodeTile(tile, tree.read).subarray(32);
    const read = subtreesFromTiles(treeSize(300), cut);
    expect(() => read({ level: 0, index: 299 })).toThrow('tile 0/1 has 1376 bytes, not 1408');
    expect(() => decodeTile({ level: 0, index: 0, width: 2 }, new Uint8Array(65))).toThrow('has 65 bytes');
    const small = subtreesFromTiles(treeSize(2), (tile) => encodeTile(tile, tree.read));
    expect(() => small({ level: 0, index: 2 })).toThrow('tile 0/0 of width 2 holds no hash 2');
  });
});

describe('entries as they are served', () => {
  it('come back as they went', () => {
    const entries = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 256 });
    fc.assert(
      fc.property(entries, (given) => {
        const decoded = decodeEntries(encodeEntries(given), given.length);
        expect(decoded.map((entry) => [...entry])).toEqual(given.map((entry) => [...entry]));
      }),
    );
  });

  it('have their length in two bytes, big-endian', () => {
    expect([...encodeEntries([new Uint8Array(258).fill(7)]).subarray(0, 3)]).toEqual([1, 2, 7]);
  });

  it('are at most 65,535 bytes', () => {
    expect(encodeEntries([new Uint8Array(ENTRY_BYTES_MAX)])).toHaveLength(ENTRY_BYTES_MAX + 2);
    expect(() => encodeEntries([new Uint8Array(ENTRY_BYTES_MAX + 1)])).toThrow('65536 bytes');
  });

  it('are refused when cut off or of another number', () => {
    const bytes = encodeEntries([utf8('one'), utf8('two')]);
    expect(() => decodeEntries(bytes.subarray(0, -1), 2)).toThrow('entry 1 of a bundle is cut off');
    expect(() => decodeEntries(bytes.subarray(0, 6), 2)).toThrow('entry 1 of a bundle is cut off');
    expect(() => decodeEntries(bytes, 3)).toThrow('holds 2 entries, not 3');
  });
});

describe('the leaf of an event', () => {
  it('is 0x01 and the hash of the event: 33 bytes that tell nothing else', () => {
    const hash = sha256(utf8('an event'));
    expect([...eventLeaf(hash)]).toEqual([1, ...hash]);
    expect(parseEventLeaf(eventLeaf(hash))).toEqual(hash);
  });

  it('is told from leaves of other kinds', () => {
    expect(parseEventLeaf(new Uint8Array(33))).toBeUndefined();
    expect(parseEventLeaf(new Uint8Array(34).fill(1))).toBeUndefined();
  });
});
