import { existsSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

const ORIGIN = 'http://localhost';
const PACKAGE = resolve(import.meta.dirname, '..');
/** Packages that the sources import, as a browser finds them. */
const FOLDERS = ['@noble/hashes/sha2.js', '@noble/curves/ed25519.js'].map((module) => ({
  name: dirname(module),
  folder: dirname(fileURLToPath(import.meta.resolve(module))),
}));
const IMPORT_MAP = { imports: Object.fromEntries(FOLDERS.map(({ name }) => [`${name}/`, `/${name}/`])) };
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * A page of the machine's Chromium that imports this package's sources as they are, their types stripped.
 *
 * Shape:  nothing is bundled and no network is used: the page's requests are answered from the disk.
 * Errors: throws a sentence that says what to install when there is no Chromium.
 */
export async function openSourcePage(): Promise<{ readonly browser: Browser; readonly page: Page }> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? PLACES.find((place) => existsSync(place));
  if (executablePath === undefined)
    throw new Error(
      `no Chromium at ${PLACES.join(', ')}: install it (apt-get install chromium) or set CHROMIUM_PATH`,
    );
  const args = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
  ];
  const browser = await chromium.launch({ executablePath, args });
  const page = await browser.newPage();
  await page.route('**/*', (route) => {
    const path = new URL(route.request().url()).pathname;
    const answer = path === '/' ? indexPage() : sourceOf(path);
    return route.fulfill(answer ?? { status: 404 });
  });
  await page.goto(`${ORIGIN}/`);
  return { browser, page };
}

interface Answer {
  readonly contentType: string;
  readonly body: string;
}

function indexPage(): Answer {
  return {
    contentType: 'text/html; charset=utf-8',
    body: `<!doctype html><script type="importmap">${JSON.stringify(IMPORT_MAP)}</script>`,
  };
}

function sourceOf(path: string): Answer | undefined {
  const folder = FOLDERS.find(({ name }) => path.startsWith(`/${name}/`));
  const file =
    folder === undefined ? join(PACKAGE, path) : join(folder.folder, path.slice(folder.name.length + 2));
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  const body = file.endsWith('.ts') ? stripTypeScriptTypes(text) : text;
  return { contentType: 'text/javascript; charset=utf-8', body };
}
