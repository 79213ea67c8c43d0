import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createTestDatabase } from '@ledger/embedded-postgres/testing';
import { describe, expect, it } from 'vitest';

const HERE = fileURLToPath(new URL('../', import.meta.url));
const LINES_MAX = 12;

describe('the program in the README', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const program = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? '';

  it('is as short as it says', () =>
    expect(program.trim().split('\n').length).toBeLessThanOrEqual(LINES_MAX));

  it('embeds a node, appends with the official client and reads the event back', async () => {
    const database = await createTestDatabase();
    try {
      const own = program.replace(/'postgres:[^']*'/, JSON.stringify(database.url));
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['--input-type=module-typescript', '--eval', own],
        { cwd: HERE },
      );
      expect(stdout.trim()).toBe("{ whom: 'world' }");
    } finally {
      await database.drop();
    }
  });
});
