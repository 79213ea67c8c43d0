import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';

/** What a fault takes to be caused. */
export type Need = 'root' | 'mount namespace' | 'loop device' | 'strace' | 'libfaketime';

/** Where Debian puts the library that shows a process another time. */
const FAKETIME = '/usr/lib/*/faketime/libfaketimeMT.so.1';

const CHECKS: Readonly<Record<Need, () => string | undefined>> = {
  root: () => (process.getuid?.() === 0 ? undefined : 'only root may do it'),
  'mount namespace': () => whyNot('unshare', ['--mount', 'true']),
  'loop device': () =>
    existsSync('/dev/loop-control') && /\bext4\b/.test(readFileSync('/proc/filesystems', 'utf8'))
      ? (whyNot('mkfs.ext4', ['-V']) ?? whyNot('perl', ['-v']))
      : 'the kernel has no loop devices or no ext4',
  strace: () => whyNot('strace', ['-e', 'trace=none', 'true']),
  libfaketime: () =>
    libfaketime() === undefined ? 'libfaketime (package faketime) is not installed' : undefined,
};

/** The reasons why a fault cannot be caused on this machine; none when it can. */
export function reasonsAgainst(needs: readonly Need[]): readonly string[] {
  return needs.flatMap((need) => CHECKS[need]() ?? []);
}

/** The library that shows a process another time, if it is installed. */
export function libfaketime(): string | undefined {
  return globSync(FAKETIME)[0];
}

function whyNot(program: string, arguments_: readonly string[]): string | undefined {
  try {
    execFileSync(program, arguments_, { stdio: 'ignore' });
    return undefined;
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return missing ? `${program} is not installed` : `${program} is not allowed here`;
  }
}
