import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../testing/browser.ts';
import { type DemoSite, openDemoSite } from '../testing/demo-site.ts';
import { HOSTILE_NAMES, hostileJournal } from '../testing/hostile-names.ts';
import { latinWordsSpoken } from '../testing/spoken-names.ts';

const PAGES: readonly (readonly [name: string, path: string])[] = [
  ['search', '/'],
  ['results', '/?q=91650102MAFAKE019H'],
  ['nothing found', '/?q=查无此机构'],
  ['faulty conditions', '/?status=lost'],
  ['entry', '/register/650000-91650102MAFAKE019H'],
  [
    'entry with penalties, as at a day',
    '/register/210000-91210202MAFAKE174P?asOf=2024-02-01&knownAt=2024-02-01',
  ],
  ['entry with credit reports', '/register/620700-91620702MAFAKE22XE'],
  ['outsider', '/register/620700-91620102MAFAKE238F'],
  ['history', '/register/650000-91650102MAFAKE019H/history'],
  ['notice', '/register/650000-91652701MAFAKE1079'],
  ['not on file', '/register/210000-91650102MAFAKE019H'],
  ['not public', '/register/650000-91650502MAFAKE043N'],
  ['about', '/about'],
];

let browser: Browser;
let site: DemoSite;

beforeAll(async () => {
  [browser, site] = await Promise.all([openBrowser(), openDemoSite(hostileJournal())]);
});
afterAll(async () => {
  await Promise.all([browser.close(), site.close()]);
});

describe.each(['light', 'dark'] as const)('in the %s scheme axe finds nothing on', (colorScheme) => {
  it.each(PAGES)('%s', (_, path) =>
    onPage(path, { colorScheme }, async (page) => {
      await openEveryDetail(page);
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    }),
  );
});

it.each(PAGES)('a Chinese page says no English word: %s', (_, path) =>
  onPage(path, {}, async (page) => {
    await openEveryDetail(page);
    expect(await latinWordsSpoken(page)).toEqual([]);
  }),
);

describe('on the narrowest screen', () => {
  it.each(PAGES)('%s has nothing beyond the edge', (_, path) =>
    onPage(path, { viewport: { width: 320, height: 640 } }, async (page) => {
      await openEveryDetail(page);
      expect(await page.evaluate('document.scrollingElement.scrollWidth')).toBe(320);
    }),
  );

  it('a table is still a table to those who hear it', () =>
    onPage('/', { viewport: { width: 320, height: 640 } }, async (page) => {
      const table = page.getByRole('table', { name: '公示机构' });
      expect(await table.getByRole('columnheader').count()).toBe(6);
      expect(await table.getByRole('rowheader').count()).toBe(20);
      expect(await table.getByRole('row').nth(1).getByRole('cell').count()).toBe(5);
    }));
});

describe('text of twice the size', () => {
  it('is read without losing any', () =>
    onPage('/register/650000-91650102MAFAKE019H', { viewport: { width: 640, height: 800 } }, async (page) => {
      await page.addStyleTag({ content: 'html { font-size: 200% }' });
      expect(await page.evaluate('document.scrollingElement.scrollWidth')).toBe(640);
    }));
});

describe('a hostile name', () => {
  it.each(Object.entries(HOSTILE_NAMES))(
    '(%s) is shown as it is, in list and entry, within the screen',
    (_, name) =>
      onPage('/?limit=100', { viewport: { width: 320, height: 640 } }, async (page) => {
        const start = [...name].slice(0, 8).join('');
        const row = page.getByRole('rowheader').filter({ hasText: start }).first();
        await row.getByRole('link').click();
        expect(await page.locator('h1').textContent()).toBe(name);
        expect(await page.evaluate('document.scrollingElement.scrollWidth')).toBe(320);
        expect(await page.title()).not.toMatch(/破$|[\u202a-\u202e\u2066-\u2069]/u);
      }),
  );

  it('never runs', () =>
    onPage('/?limit=100', {}, async (page) => {
      expect(await page.evaluate('document.querySelectorAll("main script, main img").length')).toBe(0);
    }));
});

async function onPage(
  path: string,
  options: Parameters<Browser['newContext']>[0],
  examine: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ baseURL: site.origin, locale: 'zh-CN', ...options });
  const page = await context.newPage();
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  try {
    await page.goto(path);
    await examine(page);
    expect(dialogs).toEqual([]);
  } finally {
    await context.close();
  }
}

function openEveryDetail(page: Page): Promise<unknown> {
  return page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true })');
}
