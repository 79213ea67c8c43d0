import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { jsonSchemas, METADATA_FILE, schemaDigest } from './json-schemas.ts';

// Writes schemas/json-schema anew and adds the digests of new versions; a released version is never given a new one.
const folder = new URL('../../json-schema/', import.meta.url);
const digestsFile = new URL('./released.json', import.meta.url);

const released: Record<string, string> = JSON.parse(readFileSync(digestsFile, 'utf8'));
const documents = jsonSchemas();
for (const [name, document] of documents) {
  // The envelope may gain optional fields; a payload may not.
  if (name === METADATA_FILE) continue;
  const digest = schemaDigest(document);
  released[name] ??= digest;
  if (released[name] !== digest) {
    throw new Error(`${name} is released and has been edited: undo the edit and add a version beside it`);
  }
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const [name, document] of documents) {
  writeFileSync(new URL(name, folder), `${JSON.stringify(document, null, 2)}\n`);
}
const sorted = Object.fromEntries(Object.entries(released).sort(([one], [other]) => (one < other ? -1 : 1)));
writeFileSync(digestsFile, `${JSON.stringify(sorted, null, 2)}\n`);
