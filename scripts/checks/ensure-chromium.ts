import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A Chromium that can draw Chinese, or the sentence that says what to install. */
export type ChromiumFound = { readonly path: string } | { readonly missing: string };

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const PACKAGES = ['chromium', 'fontconfig', 'fonts-noto-cjk'];

/**
 * Chromium and a Chinese font are installed: they were already, or apt-get could do it as root.
 *
 * Shape: `missing` names the packages and the command when this machine's user may not install them.
 */
export function ensureChromium(say: (line: string) => void): ChromiumFound {
  const there = findChromium();
  if (there !== undefined && drawsChinese()) return { path: there };
  const command = `apt-get update && apt-get install -y --no-install-recommends ${PACKAGES.join(' ')}`;
  if (process.getuid?.() !== 0 || onPath('apt-get') === undefined) {
    return {
      missing: `The browser tests need Chromium and a Chinese font: install the packages ${PACKAGES.join(', ')} (as root: ${command}).`,
    };
  }
  say(`installing ${PACKAGES.join(', ')} by apt-get`);
  const installed = spawnSync('/bin/sh', ['-c', command], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
  });
  const path = findChromium();
  if (installed.status === 0 && path !== undefined) return { path };
  return {
    missing: `${installed.stdout}${installed.stderr}\napt-get could not install ${PACKAGES.join(', ')}: run ${command} by hand and see why.`,
  };
}

function findChromium(): string | undefined {
  return process.env['CHROMIUM_PATH'] ?? NAMES.map(onPath).find((path) => path !== undefined);
}

/** Asked of fontconfig, as Chromium asks it. */
function drawsChinese(): boolean {
  return (spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' }).stdout ?? '').trim() !== '';
}

function onPath(name: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .concat('/usr/bin')
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
