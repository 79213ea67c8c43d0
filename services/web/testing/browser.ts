import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const USUAL_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the machine's Chromium. Errors: throws a sentence that says what to install when there is none. */
export async function openBrowser(): Promise<Browser> {
  const chosen = process.env['CHROMIUM_PATH'];
  const executablePath = chosen ?? USUAL_PLACES.find((place) => existsSync(place));
  if (executablePath === undefined) {
    throw new Error(
      `no Chromium at ${USUAL_PLACES.join(', ')}: install it (apt-get install chromium fonts-noto-cjk) or set CHROMIUM_PATH`,
    );
  }
  return chromium.launch({ executablePath, args: FLAGS });
}
