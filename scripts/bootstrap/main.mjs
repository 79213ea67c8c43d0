import { fileURLToPath } from 'node:url';
import { EnvironmentFault } from './environment-fault.mjs';
import { ensureInstalled } from './install.mjs';
import { findNode24 } from './node24.mjs';
import { runThrough } from './run-through.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const END_WITH_PARENT = new URL('end-with-parent.mjs', import.meta.url).href;
const PROGRAMS = {
  bench: 'scripts/bench/main.ts',
  chaos: 'scripts/chaos/main.ts',
  fuzz: 'packages/embedded-node/testing/fuzz/main.ts',
  hostile: 'packages/embedded-node/testing/hostile/main.ts',
  ledger: 'services/cli/src/main.ts',
  'sumdb-check': 'scripts/sumdb-check/main.ts',
  test: 'scripts/run-checks.ts',
};

/**
 * Installs what is missing, runs the program on Node 24 and ends this process with its exit code.
 *
 * Errors: exit code 2 for an unknown program, 3 and one sentence for a fault of the machine.
 */
export async function main(words) {
  // Benches stand above the services, so `ledger bench` is told apart here.
  const [name, ...args] = words[0] === 'ledger' && words[1] === 'bench' ? words.slice(1) : words;
  const program = PROGRAMS[name];
  if (program === undefined) {
    console.error(`usage: node scripts/bootstrap.mjs ${Object.keys(PROGRAMS).join('|')} [arguments]`);
    process.exit(2);
  }
  try {
    await ensureInstalled(ROOT);
    const node = findNode24(ROOT);
    process.exit(
      await runThrough(node, ['--import', END_WITH_PARENT, '--import', 'tsx', program, ...args], ROOT),
    );
  } catch (error) {
    if (!(error instanceof EnvironmentFault)) throw error;
    console.error(error.message);
    process.exit(3);
  }
}
