import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lawCoverageUnder, PAGE } from './law-coverage.ts';

const root = join(import.meta.dirname, '../..');
const { page, untested, unknown } = lawCoverageUnder(root);
writeFileSync(join(root, PAGE), page);

console.log(`wrote ${PAGE}`);
for (const level of ['must', 'should'] as const)
  console.log(`${level}s without a test: ${untested(level).join(' ') || 'none'}`);
for (const { id, path, title } of unknown) console.log(`no such rule: ${id} in ${path}, “${title}”`);
