import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../testing/browser.ts';
import { type DemoSite, openDemoSite } from '../testing/demo-site.ts';
import { HOSTILE_NAMES, hostileJournal } from '../testing/hostile-names.ts';
import { latinWordsSpoken } from '../testing/spoken-names.ts';
import { withoutDirectionMarks } from './words/format.ts';

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

const EVERYTHING = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What of the content reaches over the right edge of the content's own width; unseen parts have no edge. */
const PAST_THE_EDGE = `(() => {
  const edge = document.querySelector('main').getBoundingClientRect().right + 0.5;
  return [...document.querySelectorAll('main *')]
    .filter((one) => !one.closest('caption, thead, .unseen') && one.getBoundingClientRect().right > edge)
    .map((one) => one.outerHTML.slice(0, 120))
    .concat(document.scrollingElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : []);
})()`;

/** Texts with Han characters whose nearest language is not Chinese. */
const CHINESE_TAKEN_FOR_ENGLISH = `(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const language = text.parentElement.closest('[lang]').lang;
    if (/\\p{Script=Han}/u.test(text.data) && !language.startsWith('zh')) found.push(text.data);
    if (/^[\\x20-\\x7e]*[A-Za-z]{3,} [a-z]+/.test(text.data) && language.startsWith('zh')) found.push(text.data);
  }
  return found;
})()`;

let browser: Browser;
let site: DemoSite;
let hostileSite: DemoSite;

beforeAll(async () => {
  [browser, site, hostileSite] = await Promise.all([
    openBrowser(),
    openDemoSite(),
    openDemoSite(hostileJournal()),
  ]);
});
afterAll(async () => {
  await Promise.all([browser.close(), site.close(), hostileSite.close()]);
});

describe.each(PAGES)('%s', (_, path) => {
  let context: BrowserContext;
  let page: Page;
  beforeAll(async () => {
    context = await browser.newContext({ baseURL: site.origin, locale: 'zh-CN', colorScheme: 'light' });
    page = await context.newPage();
    await page.goto(path);
    // What stands behind a fold is part of the page.
    await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true })');
  });
  afterAll(() => context.close());

  it('axe finds nothing', async () => {
    expect(await violationsOn(page, (axe) => axe.withTags(EVERYTHING))).toEqual([]);
  });
  // The schemes differ in their colours and in nothing else.
  it('axe finds no weak contrast in the dark scheme', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(
      await violationsOn(page, (axe) => axe.withRules(['color-contrast', 'link-in-text-block'])),
    ).toEqual([]);
  });
  it('says no English word', async () => {
    expect(await latinWordsSpoken(page)).toEqual([]);
  });
  it.each([1200, 1000, 840, 640, 320])('has nothing beyond the edge of a screen of %s', async (width) => {
    await page.setViewportSize({ width, height: 640 });
    expect(await page.evaluate(PAST_THE_EDGE)).toEqual([]);
  });
});

it.each(PAGES)('an English page marks every Chinese text as Chinese: %s', (_, path) =>
  onPage(`${path}${path.includes('?') ? '&' : '?'}lang=en`, {}, async (page) => {
    expect(await page.evaluate(CHINESE_TAKEN_FOR_ENGLISH)).toEqual([]);
  }),
);

describe('on the narrowest screen', () => {
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
    onPage(
      '/register/650000-91650102MAFAKE019H',
      { viewport: { width: 640, height: 800 }, bypassCSP: true },
      async (page) => {
        await page.addStyleTag({ content: 'html { font-size: 200% }' });
        expect(await page.evaluate(PAST_THE_EDGE)).toEqual([]);
      },
    ));
});

describe('a hostile name', () => {
  it.each(Object.entries(HOSTILE_NAMES))(
    '(%s) is shown as it is, in list and entry, within the screen',
    (_, hostile) =>
      onPage(
        '/?limit=100',
        { baseURL: hostileSite.origin, viewport: { width: 320, height: 640 } },
        async (page) => {
          const name = withoutDirectionMarks(hostile);
          const start = [...name].slice(0, 8).join('');
          const row = page.getByRole('rowheader').filter({ hasText: start }).first();
          await row.getByRole('link').click();
          expect(await page.locator('h1').textContent()).toBe(name);
          expect(await page.evaluate(PAST_THE_EDGE)).toEqual([]);
          expect(await page.title()).not.toMatch(/破$|[\u202a-\u202e\u2066-\u2069]/u);
        },
      ),
  );

  it('leaves what follows it where it belongs', () =>
    onPage('/?limit=100', { baseURL: hostileSite.origin }, async (page) => {
      const misplaced = await page.evaluate(`[...document.querySelectorAll('tbody th')].filter((cell) => {
        const [name, mark] = ['a', '.simulation-mark'].map((part) => cell.querySelector(part)?.getClientRects());
        return name && mark && mark[0].bottom <= name[name.length - 1].bottom + 2 && mark[0].left < name[name.length - 1].right;
      }).map((cell) => cell.textContent)`);
      expect(misplaced).toEqual([]);
    }));

  it('never runs', () =>
    onPage('/?limit=100', { baseURL: hostileSite.origin }, async (page) => {
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

async function violationsOn(page: Page, choose: (axe: AxeBuilder) => AxeBuilder): Promise<unknown[]> {
  const { violations } = await choose(new AxeBuilder({ page }).setLegacyMode(true)).analyze();
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
}
