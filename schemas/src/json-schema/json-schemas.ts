import { hash } from 'node:crypto';
import { canonicalJson } from '@ledger/transparency-log';
import { z } from 'zod';
import { metadataSchema } from '../envelope.ts';
import { EVENT_CATALOGUE, EVENT_TYPES } from '../events/catalogue.ts';

/** A JSON Schema document (draft 2020-12). */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The file that holds the envelope's schema. */
export const METADATA_FILE = 'metadata.json';

/**
 * Every payload and the envelope as JSON Schema, for readers in other languages.
 *
 * Shape:  by file name, `‹type›.v‹n›.json` and `metadata.json`; the same text for the same schemas.
 */
export function jsonSchemas(): ReadonlyMap<string, JsonSchema> {
  const documents = new Map<string, JsonSchema>([[METADATA_FILE, jsonSchemaOf(metadataSchema, 'Metadata')]]);
  for (const type of EVENT_TYPES) {
    for (const [index, schema] of EVENT_CATALOGUE[type].versions.entries()) {
      documents.set(`${type}.v${index + 1}.json`, jsonSchemaOf(schema, `${type}, version ${index + 1}`));
    }
  }
  return documents;
}

/** What pins a released version: SHA-256 of the JCS bytes of its JSON Schema. */
export function schemaDigest(document: JsonSchema): string {
  return hash('sha256', canonicalJson(document));
}

function jsonSchemaOf(schema: z.ZodType, title: string): JsonSchema {
  // Through text, so that what zod adds beside the schema (its own symbols) is left behind.
  const { $schema, ...rest } = JSON.parse(
    JSON.stringify(z.toJSONSchema(schema, { target: 'draft-2020-12' })),
  );
  return { $schema, title, ...rest };
}
