import {
  encodeTile,
  eventLeaf,
  fromHex,
  frontierRoot,
  type Hash,
  hashFrom,
  leafHash,
  MemoryTree,
  tilesOf,
  toHex,
} from '@ledger/transparency-log';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EngineFixture, journalOf, openFixture } from '../testing/engine-fixture.ts';
import { LedgerScript } from '../testing/ledger-script.ts';
import { ListedSource } from '../testing/listed-source.ts';
import { retry, verify } from './index.ts';
import { readFrontier } from './log-tree.ts';
import { prepareProjections } from './prepare.ts';

let engine: EngineFixture;
beforeEach(async () => {
  engine = await openFixture();
});
afterEach(async () => {
  await engine.close();
});

/** The tree over the journal as it reads now, made in memory by another way. */
async function expectedTree(): Promise<MemoryTree> {
  const events = await journalOf(engine.models);
  const leaves = events.map(({ hash }): Hash => leafHash(eventLeaf(hashFrom(fromHex(hash) ?? Buffer.of()))));
  return MemoryTree.of(leaves);
}

async function expectTreeOfJournal(): Promise<void> {
  const expected = await expectedTree();
  const frontier = await readFrontier(engine.session);
  expect(frontier.size).toBe(expected.size);
  expect(toHex(frontierRoot(frontier))).toBe(toHex(expected.root()));
  const stored = await engine.session.query<{ level: number; index: string; hashes: Buffer }>(
    'SELECT level, index, hashes FROM ledger.tile ORDER BY level, index',
  );
  expect(stored.map(({ level, index, hashes }) => [level, Number(index), hashes.toString('hex')])).toEqual(
    tilesOf(expected.size).map((tile) => [tile.level, tile.index, toHex(encodeTile(tile, expected.read))]),
  );
}

describe("the log's tree", () => {
  it('has one leaf for each event behind every batch, however the events fall into batches', async () => {
    const script = new LedgerScript();
    const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 200, max: 300 })), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(sizes, async (counts) => {
        for (const count of counts) {
          const from = script.events.length;
          await engine.project(...script.addMany(count).events.slice(from));
        }
        await expectTreeOfJournal();
      }),
      { numRuns: 4 },
    );
  });

  it('has an event that waited at the place where it was accepted', async () => {
    const script = new LedgerScript().addMany(20);
    const [first, second, ...others] = script.events.filter(
      ({ stream }) => stream === script.events[0]?.stream,
    );
    if (first === undefined || second === undefined) throw new Error('the script has no file of two events');
    const rest = script.events.filter(
      (event) => event !== first && event !== second && !others.includes(event),
    );
    const { parked } = await engine.project(second, ...rest);
    expect(parked).toHaveLength(1);
    await engine.project(first);
    const source = new ListedSource(script.events);
    await retry({ ...engine.set, databaseUrl: engine.databaseUrl, stream: first.stream, source });
    await expectTreeOfJournal();
  });

  it('catches up with a journal that a program without it has written', async () => {
    const script = new LedgerScript().addMany(300);
    await engine.project(...script.events);
    await engine.session.query(`DELETE FROM ledger.tile`);
    await engine.session.query(`UPDATE ledger.tree SET size = 0, peaks = ''`);
    await prepareProjections({ ...engine.set, databaseUrl: engine.databaseUrl });
    await expectTreeOfJournal();
  });

  it('refuses to grow a tile that ends elsewhere than the tree', async () => {
    const script = new LedgerScript().addMany(10);
    await engine.project(...script.events);
    await engine.session.query(`UPDATE ledger.tile SET hashes = substring(hashes FROM 33)`);
    await expect(engine.project(...script.addMany(1).events.slice(10))).rejects.toThrow(
      'a tile does not end where the tree does',
    );
    expect(await engine.models.position()).toBe(10);
  });
});

describe('verifying the tree', () => {
  it('gives the root that journal and store agree on', async () => {
    const script = new LedgerScript().addMany(300);
    await engine.project(...script.events);
    const [alone, compared] = [
      await verify({ ...engine.set, databaseUrl: engine.databaseUrl }),
      await verify({
        ...engine.set,
        databaseUrl: engine.databaseUrl,
        source: new ListedSource(script.events),
      }),
    ];
    const ofStore = MemoryTree.of(
      (await journalOf(engine.models)).map(({ hash }) =>
        leafHash(eventLeaf(hashFrom(fromHex(hash) ?? Buffer.of()))),
      ),
    );
    expect(compared).toMatchObject({ broken: [], differences: [], root: toHex(ofStore.root()) });
    expect(alone.root).toBe(compared.root);
  });

  const flips: readonly [string, string, string][] = [
    [
      'a bit of a full tile',
      'UPDATE ledger.tile SET hashes = set_bit(hashes, 4000, 1 - get_bit(hashes, 4000)) WHERE level = 0 AND index = 0',
      'tile/0/000',
    ],
    [
      'a bit of a partial tile',
      'UPDATE ledger.tile SET hashes = set_bit(hashes, 7, 1 - get_bit(hashes, 7)) WHERE level = 0 AND index = 1',
      'tile/0/001.p/44',
    ],
    [
      'a bit of a tile above',
      'UPDATE ledger.tile SET hashes = set_bit(hashes, 255, 1 - get_bit(hashes, 255)) WHERE level = 1',
      'tile/1/000.p/1',
    ],
    ['a missing tile', 'DELETE FROM ledger.tile WHERE level = 0 AND index = 1', 'tile/0/001.p/44'],
    ['a bit of a peak', 'UPDATE ledger.tree SET peaks = set_bit(peaks, 9, 1 - get_bit(peaks, 9))', 'tree'],
    ['another size', 'UPDATE ledger.tree SET size = 299', 'tree'],
  ];

  it.each(flips)('names %s', async (_, statement, place) => {
    await engine.project(...new LedgerScript().addMany(300).events);
    await engine.session.query(statement);
    const { broken } = await verify({ ...engine.set, databaseUrl: engine.databaseUrl });
    expect(broken).toEqual([{ place, position: 300, reason: 'tree-differs' }]);
  });
});
