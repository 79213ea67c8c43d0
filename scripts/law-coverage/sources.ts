import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { TitledFile } from './coverage.ts';
import { titlesIn } from './titles.ts';

const TEST_FILE = /\.(spec\.tsx?|test\.ts)$/;

/** Every file of tests under a root that the test run takes, with its titles. */
export function titledFiles(root: string): readonly TitledFile[] {
  return testFilesUnder(root).map((file) => ({
    path: relative(root, file),
    titles: titlesIn(file, readFileSync(file, 'utf8')),
  }));
}

function testFilesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return entry.name === 'node_modules' || entry.name.startsWith('.') ? [] : testFilesUnder(path);
    return TEST_FILE.test(entry.name) ? [path] : [];
  });
}
