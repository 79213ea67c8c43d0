import { appendFiles, demoFiles } from '@ledger/projector/testing';
import { type ChangeEvent, feedPageSchema } from '@ledger/schemas/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGENCY, AUDITOR, ask } from '../../testing/commands.ts';
import { openTestLedger, type TestLedger } from '../../testing/open-test-ledger.ts';

let ledger: TestLedger;
let changes: readonly ChangeEvent[];

beforeAll(async () => {
  ledger = await openTestLedger();
  const files = await demoFiles();
  await appendFiles(ledger.eventLog, files);
  const last = files.at(-1)?.at(-1);
  if (last === undefined) throw new Error('no demo histories');
  expect(await ledger.readModels.waitFor(last.id, 20_000)).toBe('projected');
  changes = feedPageSchema.parse((await ask(ledger.api, '/v1/feeds/register?limit=500')).json()).items;
});
afterAll(() => ledger.close());

interface Shown {
  readonly adverse?: readonly { readonly revision: number }[];
  readonly history?: readonly { readonly revision: number }[];
}

/** The revisions of facts that a publication tells of. */
function factsIn(publication: unknown): readonly number[] {
  const { adverse = [], history = [] } = (publication ?? {}) as Shown;
  return [...adverse, ...history].map(({ revision }) => revision);
}

async function acknowledge(position: unknown, token = AGENCY) {
  return await ledger.api.inject({
    method: 'PUT',
    url: '/v1/feeds/register/acknowledgement',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    payload: JSON.stringify({ position }),
  });
}

describe('NR36-1, LNR-39-3: what the register takes back', () => {
  it('is a change that names it, by the event that had made it public', () => {
    const repaired = changes.filter(
      ({ data }) => data.cause.type === 'repaired' && data.retraction !== undefined,
    );
    expect(repaired.length).toBeGreaterThan(0);
    for (const { data } of repaired) {
      expect(data.retraction).toEqual({
        whole: false,
        facts: [{ kind: expect.stringMatching(/^(penalised|listed)$/), revision: expect.any(Number) }],
      });
    }
  });

  it('has left every earlier change, too: nothing that was retracted for good can be read anywhere in the feed', () => {
    const today = new Map(changes.map(({ subject = '', data }) => [subject, data.after]));
    let retracted = 0;
    for (const { subject = '', data } of changes) {
      retracted += data.retraction?.facts.length ?? 0;
      const shown = new Set(factsIn(today.get(subject)));
      for (const revision of [...factsIn(data.before), ...factsIn(data.after)])
        expect(shown, `${subject} at ${data.position} tells of revision ${revision}`).toContain(revision);
    }
    expect(retracted).toBeGreaterThan(0);
  });

  it('empties a copy that does nothing but what the changes say, exactly as far as the register is emptied', async () => {
    const copy = new Map<string, unknown>();
    for (const { subject = '', data } of changes) copy.set(subject, data.after);
    const { items } = (await ask(ledger.api, '/v1/feeds/register/snapshot')).json();
    expect([...copy].filter(([, row]) => row !== null).sort()).toEqual(
      items.map(({ key, item }: { key: string; item: unknown }) => [key, item]),
    );
  });

  it('can be asked for alone', async () => {
    const only = feedPageSchema.parse(
      (await ask(ledger.api, '/v1/feeds/register?limit=500&retractions=only')).json(),
    ).items;
    expect(only).toEqual(changes.filter(({ data }) => data.retraction !== undefined));
  });
});

describe('an acknowledgement', () => {
  const retractions = () => changes.filter(({ data }) => data.retraction !== undefined);

  it('leaves outstanding what was retracted behind it, and the supervisor sees who is behind', async () => {
    const none = (await ask(ledger.api, '/v1/feeds/register/acknowledgement', AGENCY)).json();
    expect([none.position, none.at]).toEqual([0, null]);
    expect(none.outstanding.map((one: { position: number }) => one.position)).toEqual(
      retractions().map(({ data }) => data.position),
    );
    const first = retractions()[0]?.data.position ?? 0;
    const taken = (await acknowledge(first)).json();
    expect(taken.position).toBe(first);
    expect(taken.outstanding).toHaveLength(retractions().length - 1);
    const { items } = (await ask(ledger.api, '/v1/feeds/register/acknowledgements', AUDITOR)).json();
    expect(items).toEqual([
      expect.objectContaining({ subscriber: taken.subscriber, position: first, head: taken.head }),
    ]);
  });

  it('never goes back', async () => {
    const head = await ledger.readModels.position();
    await acknowledge(head);
    const again = (await acknowledge(1)).json();
    expect([again.position, again.outstanding]).toEqual([head, []]);
  });

  it('is refused from the public, beyond the head, and without a position', async () => {
    expect((await ask(ledger.api, '/v1/feeds/register/acknowledgement')).statusCode).toBe(401);
    expect((await ask(ledger.api, '/v1/feeds/register/acknowledgements', AGENCY)).statusCode).toBe(403);
    expect((await ask(ledger.api, '/v1/feeds/grade/acknowledgement', AGENCY)).statusCode).toBe(403);
    expect((await acknowledge((await ledger.readModels.position()) + 1)).json().code).toBe('POSITION_AHEAD');
    for (const bad of [-1, 1.5, '7', null])
      expect((await acknowledge(bad)).json().code).toBe('REQUEST_INVALID');
  });
});
