import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSourcePage } from '../testing/browser-page.ts';
import vectors from '../testing/vectors/wycheproof-ed25519.json' with { type: 'json' };
import { allVerdicts } from '../testing/verdicts.ts';

let browser: Browser;
let page: Page;

beforeAll(async () => {
  ({ browser, page } = await openSourcePage());
});
afterAll(() => browser.close());

describe('the same sources in Chromium', () => {
  it('give the verdicts they give in Node, on good cases and bad', async () => {
    const inNode = await allVerdicts(vectors.tests);
    // As text: the runner rewrites an import() in a function to one of its own.
    const asked = `import('/testing/verdicts.ts').then((m) => m.allVerdicts(${JSON.stringify(vectors.tests)}))`;
    const inChromium = await page.evaluate<readonly string[]>(asked);
    expect(inNode.length).toBeGreaterThan(5000);
    expect(inChromium).toEqual(inNode);
  });
});
