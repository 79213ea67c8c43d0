import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Go with the module golang.org/x/mod, or the sentence that says what to install. */
export type GoFound = { readonly env: NodeJS.ProcessEnv } | { readonly missing: string };

/** Where Debian keeps the sources of Go modules. */
const DEBIAN_GOPATH = '/usr/share/gocode';
const PACKAGES = ['golang-go', 'golang-golang-x-mod-dev'];

/**
 * Go and golang.org/x/mod are installed: they were already, or apt-get could do it as root.
 *
 * Shape: `env` is what `go run` needs to find the module without a network; `missing` names the packages and the command.
 */
export function ensureGo(say: (line: string) => void): GoFound {
  if (isThere()) return { env: ENVIRONMENT };
  const command = `apt-get update && apt-get install -y --no-install-recommends ${PACKAGES.join(' ')}`;
  const byHand = `The check by Go needs the packages ${PACKAGES.join(' and ')} (as root: ${command}).`;
  if (process.getuid?.() !== 0 || !runs('apt-get', '--version')) return { missing: byHand };
  say(`installing ${PACKAGES.join(', ')} by apt-get`);
  const installed = spawnSync('/bin/sh', ['-c', command], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
  });
  if (installed.status === 0 && isThere()) return { env: ENVIRONMENT };
  return { missing: `${installed.stdout}${installed.stderr}\n${byHand}` };
}

const ENVIRONMENT: NodeJS.ProcessEnv = { GO111MODULE: 'off', GOPATH: DEBIAN_GOPATH, GOFLAGS: '' };

function isThere(): boolean {
  return runs('go', 'version') && existsSync(`${DEBIAN_GOPATH}/src/golang.org/x/mod/sumdb/tlog`);
}

function runs(program: string, argument: string): boolean {
  return spawnSync(program, [argument]).status === 0;
}
