import specifications from '@asyncapi/specs';
import { Ajv, type AnySchemaObject, type ValidateFunction } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGENCY, ask, FILING, OFFICER, send } from '../../testing/commands.ts';
import { openTestLedger, type TestLedger } from '../../testing/open-test-ledger.ts';
import { subscribe } from '../../testing/subscriber.ts';

interface AsyncApi {
  readonly asyncapi: '3.0.0';
  readonly channels: Readonly<Record<string, { readonly address: string | null }>>;
  readonly operations: Readonly<
    Record<
      string,
      {
        readonly channel: { readonly $ref: string };
        readonly bindings: { readonly http: { readonly method: string } };
        readonly messages: readonly { readonly $ref: string }[];
      }
    >
  >;
}

let ledger: TestLedger;
let document: AsyncApi;

beforeAll(async () => {
  ledger = await openTestLedger({ heartbeatMs: 200 });
  document = (await ask(ledger.api, '/asyncapi.json')).json();
  await send(ledger.api, 'file', { token: AGENCY, body: FILING });
  const sent = { token: OFFICER, body: { data: { fileNo: 'XJ-1' } }, ifMatch: 0, prefer: 'wait=10' };
  expect((await send(ledger.api, 'accept', sent)).statusCode).toBe(200);
});
afterAll(() => ledger.close());

/** What a payload of a message must be, by the document itself. */
function payloadCheck(message: string): ValidateFunction {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.addSchema(document, 'asyncapi');
  return ajv.compile({ $ref: `asyncapi#/components/messages/${message}/payload` });
}

describe('the AsyncAPI document', () => {
  it('is one, by the schema of the specification itself', () => {
    // It brings the dialect it is written in along.
    const ajv = new Ajv({ meta: false, validateSchema: false, strict: false, validateFormats: false });
    const isValid = ajv.compile(specifications.schemas['3.0.0'] as AnySchemaObject);
    expect(isValid(document), JSON.stringify(isValid.errors?.slice(0, 3))).toBe(true);
    expect(isValid({ ...document, channels: { stream: { addres: 'x' } } })).toBe(false);
  });

  it('names addresses and methods that the service has', async () => {
    const { paths } = (await ask(ledger.api, '/openapi.json')).json();
    for (const { channel, bindings } of Object.values(document.operations)) {
      const { address } = document.channels[channel.$ref.split('/').at(-1) ?? ''] ?? {};
      // A webhook's address is its subscriber's own.
      if (address === null || address === undefined) continue;
      expect(Object.keys(paths[address] ?? {})).toContain(bindings.http.method.toLowerCase());
    }
  });

  it('knows every message of a stream by its name, and what is in it', async () => {
    const base = await ledger.api.listen({ host: '127.0.0.1', port: 0 });
    const subscriber = await subscribe(`${base}/v1/feeds/register`);
    const seen = new Set<string>();
    while (seen.size < 2) {
      const message = await subscriber.next();
      if (message === undefined) throw new Error('the stream ended');
      expect(document.operations['followFeed']?.messages).toContainEqual({
        $ref: `#/channels/stream/messages/${message.event}`,
      });
      const check = payloadCheck(message.event);
      expect(check(message.data), JSON.stringify(check.errors)).toBe(true);
      expect(check({})).toBe(false);
      seen.add(message.event);
    }
    subscriber.hangUp();
    expect([...seen].sort()).toEqual(['change', 'head']);
  });
});
