import { rulebookOrThrow } from '@ledger/rulebooks';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser } from '../testing/browser.ts';
import { type DemoSite, openDemoSite } from '../testing/demo-site.ts';

let browser: Browser;
let site: DemoSite;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  [browser, site] = await Promise.all([openBrowser(), openDemoSite()]);
});
afterAll(async () => {
  await Promise.all([browser.close(), site.close()]);
});
beforeEach(async () => {
  context = await browser.newContext({ baseURL: site.origin, javaScriptEnabled: false, locale: 'zh-CN' });
  page = await context.newPage();
});
afterEach(() => context.close());

describe('with scripts switched off, a reader', () => {
  it('searches, opens an entry, reads its history and comes back', async () => {
    await page.goto('/');
    await page.getByLabel('名称、代码或编号').fill('星垣');
    await page.getByRole('button', { name: '查询' }).click();
    await page.getByRole('link', { name: '新疆星垣信用科技有限公司（示例）' }).click();
    await expectHeading('新疆星垣信用科技有限公司（示例）');
    await page.getByRole('link', { name: /查看公示历史（\d+ 项）/ }).click();
    expect(await page.getByRole('listitem').filter({ hasText: '准予建档' }).count()).toBe(1);
    await page.getByRole('link', { name: '返回档案' }).click();
    await expectHeading('新疆星垣信用科技有限公司（示例）');
    await page.getByRole('link', { name: '首页' }).click();
    await expectHeading('查询信用服务机构');
  });

  it('finds an agency by the initials of its name, pressing Enter', async () => {
    await page.goto('/');
    await page.getByLabel('名称、代码或编号').fill('xjxy');
    await page.keyboard.press('Enter');
    await page.getByRole('rowheader', { name: /新疆星垣/ }).waitFor();
    expect(await page.getByRole('row').count()).toBe(2);
  });

  it('narrows by jurisdiction and standing, and clears it again', async () => {
    await page.goto('/');
    await page.getByLabel('辖区').selectOption({ label: '新疆维吾尔自治区' });
    await page.getByLabel('建档状态').selectOption({ label: '撤销建档' });
    await page.getByRole('button', { name: '查询' }).click();
    expect(await page.getByText('共 2 家，全部列出').count()).toBe(1);
    await page.getByRole('link', { name: '清除全部条件' }).click();
    expect(await page.getByText(/共 21 家/).count()).toBe(1);
  });

  it('turns the page and goes back to the first', async () => {
    await page.goto('/');
    await page.getByRole('link', { name: '下一页' }).click();
    expect(await page.getByRole('row').count()).toBe(2);
    await page.getByRole('link', { name: '回到第一页' }).click();
    expect(await page.getByRole('row').count()).toBe(21);
  });

  it('changes the language on an entry and keeps it', async () => {
    await page.goto('/register/650000-91650102MAFAKE019H');
    await page.getByRole('link', { name: 'English' }).click();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.getByRole('link', { name: /Published history/ }).click();
    expect(await page.getByRole('heading', { name: /Filing accepted/ }).count()).toBe(1);
    await page.getByRole('link', { name: '中文' }).click();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
  });

  it('reads the notice of a revoked file: ground, article, remedies', async () => {
    await page.goto('/register/650000-91652701MAFAKE1079');
    await expectHeading('撤销建档公告');
    expect(await page.getByText(titleOfGround('UNLICENSED')).count()).toBe(1);
    expect(await page.getByText(/行政复议法/).count()).toBe(1);
    await page.getByText('第十五条').first().click();
    expect(
      await page
        .getByText(/社会信用工作主管部门应撤销建档/)
        .first()
        .isVisible(),
    ).toBe(true);
  });

  it('opens the article behind a fact with the keyboard alone', async () => {
    await page.goto('/register/650000-91650102MAFAKE019H');
    const law = page.locator('details.law').first();
    await law.locator('summary').focus();
    await page.keyboard.press('Enter');
    expect(await law.locator('blockquote').first().isVisible()).toBe(true);
  });

  it('sees the entry as at a day and returns to today', async () => {
    await page.goto('/register/650000-91650102MAFAKE019H');
    await page.getByText('按日期查看').click();
    await page.getByLabel('截至日期').fill('2025-01-01');
    await page.getByRole('button', { name: '查看' }).click();
    await expectHeading('乌鲁木齐星垣信用评估有限公司（示例）');
    expect(await page.getByText('截至2025年1月1日，按今日所知').count()).toBe(1);
    await page.getByRole('link', { name: '回到今日' }).click();
    await expectHeading('新疆星垣信用科技有限公司（示例）');
  });

  it('follows a code into another jurisdiction and is told that it is not on file there', async () => {
    await page.goto('/?q=91650102MAFAKE019H');
    await page.getByRole('link', { name: '辽宁省' }).click();
    await expectHeading('未建档');
  });

  it('is told when the register cannot answer, and may try again', async () => {
    site.register.down = true;
    await page.goto('/register/650000-91650102MAFAKE019H').finally(() => {
      site.register.down = false;
    });
    await expectHeading('暂时无法答复');
    await page.getByRole('link', { name: '重试' }).click();
    await expectHeading('新疆星垣信用科技有限公司（示例）');
  });

  it('reaches the content with the first key', async () => {
    await page.goto('/');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#content');
  });
});

async function expectHeading(name: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor({ timeout: 5_000 });
}

function titleOfGround(code: string): string {
  const { discipline } = rulebookOrThrow('xj-measures-draft@2024-01-01');
  const ground = discipline.revocationGrounds.find(({ value }) => value.code === code);
  if (ground === undefined) throw new Error(`no such ground: ${code}`);
  return ground.value.title;
}
