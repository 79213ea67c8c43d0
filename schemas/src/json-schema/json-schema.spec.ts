import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jsonSchemas, METADATA_FILE, schemaDigest } from './json-schemas.ts';

const folder = new URL('../../json-schema/', import.meta.url);
const documents = jsonSchemas();
const released: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(new URL('./released.json', import.meta.url), 'utf8'),
);

describe('ND-2.1-2: formats and standards of records are published, as JSON Schemas that other languages read', () => {
  it('are the files checked in, no more and no fewer (pnpm --filter @ledger/schemas json-schema writes them)', () => {
    expect(readdirSync(folder).sort()).toEqual([...documents.keys()].sort());
  });

  it.each([...documents])('%s is current', (name, document) => {
    expect(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))).toEqual(document);
  });

  it('mark personal fields', () => {
    expect(documents.get('complained.v1.json')).toMatchObject({
      properties: { contact: { personal: 'contact' } },
    });
  });
});

describe('a released version is never edited', () => {
  it.each([...documents].filter(([name]) => name !== METADATA_FILE))(
    '%s is as it was released',
    (name, document) => {
      expect(schemaDigest(document)).toBe(released[name]);
    },
  );

  it('and never withdrawn', () => {
    expect(Object.keys(released).filter((name) => !documents.has(name))).toEqual([]);
  });
});
