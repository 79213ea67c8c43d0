import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const REPOSITORY = join(import.meta.dirname, '..');

/** A project of one program, and an `npx` that writes down that it was called instead of asking a registry. */
let project: string;

/** Prints what it was given; `wait` lives until it is told to end; a number is its exit code. */
const PROGRAM = `
const [what, ...rest] = process.argv.slice(2);
process.on('SIGTERM', () => { console.log('told to end'); process.exit(7); });
console.log(JSON.stringify([what, ...rest]));
if (what === 'wait') setInterval(() => undefined, 1000);
else process.exitCode = Number(what) || 0;
`;
const NPX = `#!/bin/sh
echo "$@" >> ../npx-calls
echo "Progress: resolved 1, reused 1"
sleep 0.3
[ ! -e ../npx-fails ] || { echo "ERR_PNPM_META_FETCH_FAIL"; exit 1; }
`;

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bootstrap-'));
  project = join(folder, 'project');
  for (const part of ['bin', 'project/node_modules', 'project/services/cli/src'])
    await mkdir(join(folder, part), { recursive: true });
  await cp(join(REPOSITORY, 'scripts/bootstrap.mjs'), join(project, 'scripts/bootstrap.mjs'));
  await cp(join(REPOSITORY, 'scripts/bootstrap'), join(project, 'scripts/bootstrap'), { recursive: true });
  await symlink(join(REPOSITORY, 'node_modules/tsx'), join(project, 'node_modules/tsx'));
  await writeFile(join(project, 'package.json'), '{ "type": "module" }');
  await writeFile(join(project, 'pnpm-lock.yaml'), 'lockfileVersion: 9\n');
  await writeFile(join(project, 'pnpm-workspace.yaml'), 'packages: []\n');
  await writeFile(join(project, 'services/cli/src/main.ts'), PROGRAM);
  await writeFile(join(folder, 'bin/npx'), NPX, { mode: 0o755 });
});

afterEach(async () => {
  await rm(join(project, '..'), { recursive: true, force: true });
});

function bootstrap(
  args: readonly string[],
  { node = [] }: { readonly node?: readonly string[] } = {},
): ChildProcess {
  const env = { ...process.env, PATH: `${join(project, '../bin')}:/usr/bin:/bin` };
  return spawn(process.execPath, [...node, 'scripts/bootstrap.mjs', ...args], {
    cwd: project,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function outcome(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  const closed = once(child, 'close');
  const [out, err] = await Promise.all(
    [child.stdout, child.stderr].map(async (stream) => (stream === null ? '' : await text(stream))),
  );
  const [code] = await closed;
  return { code, out: out ?? '', err: err ?? '' };
}

const run = (...args: string[]) => outcome(bootstrap(args));

async function npxCalls(): Promise<string[]> {
  return (await readFile(join(project, '../npx-calls'), 'utf8').catch(() => ''))
    .split('\n')
    .filter((line) => line !== '');
}

describe('the packages', () => {
  it('are installed by the first command, exactly as locked, and not looked at again until the lockfile changes', async () => {
    expect(await run('ledger', 'doctor')).toMatchObject({ code: 0, out: '["doctor"]\n' });
    expect(await npxCalls()).toEqual([
      expect.stringMatching(/^--yes pnpm@\d+\.\d+\.\d+ install --frozen-lockfile/),
    ]);

    expect(await run('ledger', 'doctor')).toEqual({ code: 0, out: '["doctor"]\n', err: '' });
    expect(await npxCalls()).toHaveLength(1);

    await appendFile(join(project, 'pnpm-lock.yaml'), 'changed: true\n');
    expect(await run('ledger', 'doctor')).toMatchObject({ code: 0 });
    expect(await npxCalls()).toHaveLength(2);
  });

  it('are installed once when several commands begin at the same moment', async () => {
    const outcomes = await Promise.all([run('ledger', 'a'), run('ledger', 'b'), run('ledger', 'c')]);
    expect(outcomes.map(({ out }) => out)).toEqual(['["a"]\n', '["b"]\n', '["c"]\n']);
    expect(await npxCalls()).toHaveLength(1);
  });

  it('are installed by the next command when the one before was killed meanwhile', async () => {
    const killed = bootstrap(['ledger', 'a']);
    await expect.poll(npxCalls).toHaveLength(1);
    killed.kill('SIGKILL');
    expect(await run('ledger', 'b')).toMatchObject({ code: 0, out: '["b"]\n' });
    expect(await npxCalls()).toHaveLength(2);
  });

  it('that cannot be installed end the command with what was said, where the log is and exit code 3', async () => {
    await writeFile(join(project, '../npx-fails'), '');
    const failed = await run('ledger', 'doctor');
    expect(failed).toMatchObject({ code: 3, out: '' });
    expect(failed.err).toContain('ERR_PNPM_META_FETCH_FAIL');
    const log = join(project, 'node_modules/.ledger-install.log');
    expect(failed.err).toMatch(
      /The packages could not be installed .*: see above why, .* run the command again; .*\.\n$/,
    );
    expect(failed.err).toContain(log);
    expect(await readFile(log, 'utf8')).toContain('ERR_PNPM_META_FETCH_FAIL');

    await rm(join(project, '../npx-fails'));
    expect(await run('ledger', 'doctor')).toMatchObject({ code: 0 });
  });
});

describe('the program', () => {
  it('gets the arguments as they were given, and its exit code is ours', async () => {
    expect(await run('ledger', '5', 'two words', '--json')).toMatchObject({
      code: 5,
      out: '["5","two words","--json"]\n',
    });
  });

  it('is told once when we are told to end', async () => {
    const child = bootstrap(['ledger', 'wait']);
    const ended = outcome(child);
    await once(createInterface({ input: child.stdout ?? process.stdin }), 'line');
    child.kill('SIGTERM');
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 7, out: '["wait"]\ntold to end\n' });
  });

  it('is told to end when we are killed', async () => {
    const child = bootstrap(['ledger', 'wait']);
    const lines = createInterface({ input: child.stdout ?? process.stdin });
    await once(lines, 'line');
    child.kill('SIGKILL');
    expect(await once(lines, 'line')).toEqual(['told to end']);
  });

  it('is told to end when npm is told to end, although the shell between keeps the signal to itself', async () => {
    const env = { ...process.env, npm_lifecycle_event: 'start' };
    // The second command keeps the shell from giving its place to the first.
    const line = `"${process.execPath}" scripts/bootstrap.mjs ledger wait; true`;
    await run('ledger', 'doctor');
    const shell = spawn('/bin/sh', ['-c', line], { cwd: project, env, stdio: ['ignore', 'pipe', 'ignore'] });
    const lines = createInterface({ input: shell.stdout });
    await once(lines, 'line');
    shell.kill('SIGTERM');
    expect(await once(lines, 'line')).toEqual(['told to end']);
  });

  it('must be one we have', async () => {
    expect(await run('leger')).toMatchObject({ code: 2, out: '' });
  });
});

describe('a Node that is too old', () => {
  it('is told which one is needed, in one sentence and with exit code 3', async () => {
    const pretend = `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'16.20.2'}})`;
    const refused = await outcome(bootstrap(['ledger', 'up'], { node: ['--import', pretend] }));
    expect(refused).toMatchObject({ code: 3, out: '' });
    expect(refused.err).toMatch(
      /^The ledger needs Node 18 or newer .* this is Node 16\.20\.2: install a newer Node .*\.\n$/,
    );
    expect(await npxCalls()).toEqual([]);
  });
});
