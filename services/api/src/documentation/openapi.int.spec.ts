import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../testing/commands.ts';
import { openTestLedger, type TestLedger } from '../../testing/open-test-ledger.ts';

let ledger: TestLedger;
let document: {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: Components;
};

interface Operation {
  readonly operationId: string;
  readonly responses: Record<string, unknown>;
}
interface Components {
  readonly schemas: Record<string, unknown>;
}

beforeAll(async () => {
  ledger = await openTestLedger();
  document = (await ask(ledger.api, '/openapi.json')).json();
});
afterAll(() => ledger.close());

describe('the OpenAPI document', () => {
  it('is 3.1 and, word for word, the one that was released: a change of it is a change of the contract', async () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    await expect(`${JSON.stringify(document, undefined, 2)}\n`).toMatchFileSnapshot(
      '../../testing/openapi.golden.txt',
    );
  });

  it('names every schema it refers to, and no other', () => {
    const referred = new Set(
      [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name),
    );
    expect(Object.keys(document.components.schemas).sort()).toEqual([...referred].sort());
  });

  it('gives every call a name of its own and says how it can fail', () => {
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    const names = operations.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const { operationId, responses } of operations) {
      if (['health', 'readiness', 'metrics'].includes(operationId)) continue;
      expect(Object.keys(responses), operationId).toEqual(expect.arrayContaining(['400', '429', '503']));
    }
  });
});

describe('the page of the reference', () => {
  it('is served from here alone, under a policy that lets it talk to nobody else', async () => {
    const page = await ask(ledger.api, '/docs/');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-security-policy']).toContain("connect-src 'self'");
    expect([...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, target]) => target)).toEqual([
      expect.not.stringMatching(/^(https?:)?\/\//),
    ]);
  });
});
