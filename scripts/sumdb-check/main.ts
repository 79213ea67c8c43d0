import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { TILE_WIDTH } from '@ledger/transparency-log';
import { ensureGo } from './ensure-go.ts';
import { writeLogs } from './write-logs.ts';

/**
 * The log, checked by an implementation that is not ours: Go's golang.org/x/mod/sumdb.
 *
 * Usage: main.ts [--if-possible] [SIZE …], over logs of these sizes; or main.ts [--if-possible] --url URL, over the log that
 * is served there (http://127.0.0.1:8080/log). Exit codes: 0 all holds, 1 something does not, 3 Go is not there and could
 * not be installed (0 with --if-possible, which says so).
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'if-possible': { type: 'boolean', default: false }, url: { type: 'string' } },
});
const ALWAYS = [0, 1, 2, 255, 256, 257, 65_535, 65_536, 65_537, 70_000];
const random = Array.from({ length: 3 }, () => randomInt(3, 70_000));
const sizes = positionals.length > 0 ? positionals.map(Number) : [...new Set([...ALWAYS, ...random])];

const go = ensureGo(console.log);
if ('missing' in go) {
  console.log(go.missing);
  process.exit(values['if-possible'] ? 0 : 3);
}
const goEnvironment = go.env;
const directory = mkdtempSync(join(tmpdir(), 'ledger-sumdb-check-'));
const program = join(directory, 'check');
const logs = join(directory, 'written');

function run(name: string, args: readonly string[], stdio: 'inherit' | 'ignore'): boolean {
  const env = { ...process.env, ...goEnvironment, GOCACHE: join(directory, 'go-cache') };
  return spawnSync(name, args, { env, stdio: ['ignore', stdio, stdio] }).status === 0;
}

/** Turns one bit of what a log serves; the check that passed must then fail, or it checks nothing. */
function spoil(): string {
  const size = Math.max(...sizes);
  const path = size === 0 ? 'checkpoint' : 'tile/0/000';
  const file = join(logs, 'logs', String(size), size < TILE_WIDTH && size > 0 ? `${path}.p/${size}` : path);
  const bytes = readFileSync(file);
  const bit = randomInt(8 * bytes.length);
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  writeFileSync(file, bytes);
  return `bit ${bit} of ${path} of the log of ${size} entries`;
}

/** Logs as they would be served, and one of them spoilt. */
function checkWritten(): boolean {
  writeLogs(logs, sizes);
  const holds = run(program, [logs], 'inherit');
  const spoilt = spoil();
  const notices = !run(program, [logs], 'ignore');
  if (holds) console.log(`${notices ? 'noticed' : 'NOT NOTICED'}: ${spoilt} turned`);
  return holds && notices;
}

try {
  const built = run('go', ['build', '-o', program, join(import.meta.dirname, 'check.go')], 'inherit');
  const holds = built && (values.url === undefined ? checkWritten() : run(program, [values.url], 'inherit'));
  process.exitCode = holds ? 0 : 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
