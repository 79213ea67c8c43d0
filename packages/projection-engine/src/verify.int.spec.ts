import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EngineFixture, openFixture } from '../testing/engine-fixture.ts';
import { LedgerScript } from '../testing/ledger-script.ts';
import { ListedSource } from '../testing/listed-source.ts';
import { verify } from './index.ts';

let engine: EngineFixture;
let script: LedgerScript;
beforeEach(async () => {
  engine = await openFixture();
  script = new LedgerScript().addMany(60);
  await engine.project(...script.events);
});
afterEach(async () => {
  await engine.close();
});

function verified() {
  return verify({ ...engine.set, databaseUrl: engine.databaseUrl, source: new ListedSource(script.events) });
}

describe('verifying the journal', () => {
  it('finds nothing in a sound one', async () => {
    expect(await verified()).toMatchObject({ position: 60, files: 9, broken: [], differences: [] });
  });

  // Each is what somebody with SQL at hand could do; the first place named must be the one that was touched.
  const tampering: readonly [string, string, string][] = [
    [
      'a changed word',
      `UPDATE ledger.journal SET data = replace(data::text, '机构', '机枸')::json WHERE position = 20`,
      'hash-differs',
    ],
    [
      'a blank that no reader would see',
      `UPDATE ledger.journal SET data = (data::text || ' ')::json WHERE position = 20`,
      'hash-differs',
    ],
    ['another type', `UPDATE ledger.journal SET type = 'tagged' WHERE position = 20`, 'hash-differs'],
    ['a changed hash', `UPDATE ledger.journal SET hash = sha256('x') WHERE position = 20`, 'hash-differs'],
    [
      'another time to sort by',
      `UPDATE ledger.journal SET recorded_at = '2020' WHERE position = 20`,
      'times-differ',
    ],
    ['a dropped event', 'DELETE FROM ledger.journal WHERE position = 20', 'number-missing'],
    [
      'two events that changed places',
      `UPDATE ledger.journal SET position = position + 1000 WHERE position IN (20, 29);
       UPDATE ledger.journal SET position = 1049 - position WHERE position > 1000`,
      'revision-out-of-order',
    ],
  ];

  it.each(tampering)('finds %s', async (_, statements, reason) => {
    for (const statement of statements.split(';')) await engine.session.query(statement);
    const { broken } = await verified();
    expect(broken[0]).toMatchObject({ position: 20, reason });
  });

  it('finds a projection that missed an event, or took them in another order', async () => {
    await engine.session.query(
      `UPDATE ledger.generation SET consumed = 59 WHERE projection = 'sample-types'`,
    );
    expect((await verified()).broken).toEqual([
      { place: 'sample-types', position: 59, reason: 'projection-not-complete' },
    ]);
    await engine.session.query(
      `UPDATE ledger.generation SET consumed = 60, digest = sha256('x') WHERE projection = 'sample-types'`,
    );
    expect((await verified()).broken).toMatchObject([
      { place: 'sample-types', reason: 'projection-not-complete' },
    ]);
  });

  it('finds an event that the store has lost', async () => {
    script.events.splice(30, 1);
    expect((await verified()).differences).toMatchObject([{ kind: 'missing-in-store', position: 31 }]);
  });
});
