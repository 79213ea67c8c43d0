import { gzipSync } from 'node:zlib';
import type { RegisterQueries } from '@ledger/schemas/http/register';
import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoSite, openDemoSite } from '../testing/demo-site.ts';
import { webPages } from './index.ts';

const ON_FILE = '650000-91650102MAFAKE019H';
const REVOKED = '650000-91652701MAFAKE1079';
const REFUSED = '650000-91650502MAFAKE043N';
const UNKNOWN = '210000-91650102MAFAKE019H';
const FIRST_VIEW_BYTES_MAX = 30_000;

let site: DemoSite;
beforeAll(async () => {
  site = await openDemoSite();
});
afterAll(() => site.close());

describe('four different answers about a file, never one for another', () => {
  it.each([
    ['an entry', ON_FILE, 200, '新疆星垣信用科技有限公司（示例）'],
    ['revoked', REVOKED, 200, '撤销建档公告'],
    ['on file, not public', REFUSED, 403, '有档案，现不公示'],
    ['not on file', UNKNOWN, 404, '未建档'],
  ])('%s', async (_, fileId, status, title) => {
    const answer = await get(`/register/${fileId}`);
    expect([answer.status, headingOf(answer.text)]).toEqual([status, title]);
  });

  it.each([
    `/register/${ON_FILE}`,
    `/register/${REVOKED}`,
    `/register/${UNKNOWN}`,
    '/',
    `/register/${ON_FILE}/history`,
  ])('cannot answer now: %s', async (path) => {
    site.register.down = true;
    const answer = await get(path).finally(() => {
      site.register.down = false;
    });
    expect([answer.status, headingOf(answer.text), answer.headers.get('retry-after')]).toEqual([
      503,
      '暂时无法答复',
      '7',
    ]);
  });

  it('cannot answer now either when the queries throw', async () => {
    const broken = fastify({ logger: false });
    const fails = () => Promise.reject(new Error('connection lost'));
    const queries: RegisterQueries = { search: fails, entry: fails, services: fails, ready: fails };
    await broken.register(webPages, { queries, clock: () => '2026-11-22T10:00:00+08:00' });
    for (const url of ['/', `/register/${ON_FILE}`]) {
      const answer = await broken.inject({ url });
      expect([answer.statusCode, headingOf(answer.body), answer.body.includes('connection lost')]).toEqual([
        503,
        '暂时无法答复',
        false,
      ]);
    }
    await broken.close();
  });
});

describe('what is asked wrongly is refused in words', () => {
  it.each([
    ['a malformed file id', '/register/abc', 400, '档案标识有误'],
    ['a day that does not exist', `/register/${ON_FILE}?asOf=2025-02-30`, 400, '日期有误'],
    ['a page that is not there', '/nowhere', 404, '没有这个页面'],
    ['an unknown status', '/?status=lost', 400, '查询信用服务机构'],
    ['a cursor of nobody', '/?cursor=xyz', 400, '查询信用服务机构'],
  ])('%s', async (_, path, status, title) => {
    const answer = await get(path);
    expect([answer.status, headingOf(answer.text)]).toEqual([status, title]);
  });
  it('names the condition and leads to its field', async () =>
    expect((await get('/?jurisdiction=xx&knownAt=never')).text).toMatch(
      /href="#jurisdiction".*href="#knownAt"/,
    ));
  it('takes the empty fields of a form for no conditions', async () =>
    expect((await get('/?q=&jurisdiction=&status=&service=&knownAt=')).status).toBe(200));
  it('leads from a file id to the file', async () => {
    const answer = await get(`/?q=${ON_FILE.toLowerCase()}&lang=en`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/register/${ON_FILE}?lang=en`]);
  });
});

describe('every page', () => {
  const pages = [
    '/',
    '/?q=星垣',
    '/about',
    `/register/${ON_FILE}`,
    `/register/${ON_FILE}/history`,
    `/register/${REVOKED}`,
    `/register/${UNKNOWN}`,
  ];

  it.each(pages)('%s runs no script and loads nothing from elsewhere', async (path) => {
    const answer = await get(path);
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self'/);
    expect(answer.text).not.toMatch(/<script|javascript:|\son[a-z]+=|style="/i);
    expect([...answer.text.matchAll(/(?:src|href)="(https?:)?\/\//g)]).toEqual([]);
  });

  it.each(pages)('%s is at most 30 kB with its style, compressed', async (path) => {
    const { text } = await get(path);
    const style = await get(/href="(\/assets\/[^"]+\.css)"/.exec(text)?.[1] ?? '');
    const mark = await get('/assets/mark.svg');
    const bytes = [text, style.text, mark.text]
      .map((part) => gzipSync(part).length)
      .reduce((sum, part) => sum + part, 0);
    expect(style.headers.get('cache-control')).toContain('immutable');
    expect(bytes).toBeLessThanOrEqual(FIRST_VIEW_BYTES_MAX);
  });

  it.each(pages)('%s is a whole document in either language', async (path) => {
    const english = `${path}${path.includes('?') ? '&' : '?'}lang=en`;
    expect((await get(path)).text).toMatch(/^<!doctype html><html lang="zh-CN">.*<\/html>$/s);
    expect((await get(english)).text).toMatch(/^<!doctype html><html lang="en">.*<\/html>$/s);
  });

  it('keeps the language and the chosen days in its links', async () => {
    const { text } = await get(`/register/${ON_FILE}?lang=en&asOf=2025-01-01`);
    expect(text).toContain(`href="/register/${ON_FILE}/history?asOf=2025-01-01&amp;lang=en"`);
    expect(text).toContain(`href="/v1/register/${ON_FILE}?asOf=2025-01-01"`);
  });

  it('is not sent again when the reader has it', async () => {
    const first = await get('/about');
    const second = await get('/about', { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
    expect([second.status, second.text]).toEqual([304, '']);
  });
});

describe('as at a day', () => {
  it('shows no present-day value: the former name, no later report, no later record', async () => {
    const { text } = await get(`/register/${ON_FILE}?asOf=2025-01-01`);
    expect(headingOf(text)).toBe('乌鲁木齐星垣信用评估有限公司（示例）');
    expect(text).toContain('截至2025年1月1日，按今日所知');
    expect(text).not.toMatch(/新疆星垣|年度报告/);
    const days = [...text.matchAll(/<time dateTime="(\d{4}-\d{2}-\d{2})/g)].map(([, day]) => day ?? '');
    expect(days.length).toBeGreaterThan(3);
    expect(days.filter((day) => day > '2025-01-01')).toEqual([]);
  });
  it('shows a file as revoked that was restored later, as one knew then', async () => {
    const file = '/register/650000-91659001MAFAKE1584';
    expect(headingOf((await get(`${file}?asOf=2025-07-02&knownAt=2025-07-02`)).text)).toBe('撤销建档公告');
    expect((await get(`${file}?asOf=2025-07-02`)).text).toContain('已建档');
  });
  it('says nothing is on file before the file began', async () =>
    expect((await get(`/register/${ON_FILE}?asOf=2020-01-01`)).status).toBe(404));
});

describe('a search', () => {
  it('says how many there are and how many it shows', async () => {
    expect((await get('/')).text).toContain('共 21 家，本页列出 20 家');
    expect((await get('/?q=星垣')).text).toContain('共 1 家，全部列出');
  });
  it('goes through every page once', async () => {
    const seen: string[] = [];
    let path: string | undefined = '/?limit=8';
    for (let pages = 0; path !== undefined && pages < 5; pages += 1) {
      const { text } = await get(path);
      seen.push(
        ...[...text.matchAll(/<th role="rowheader"[^>]*><a href="\/register\/([^"?]+)"/g)].map(
          ([, id]) => id ?? '',
        ),
      );
      path = /href="([^"]+)" class="next"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
    }
    expect([seen.length, new Set(seen).size]).toEqual([21, 21]);
  });
  it('recognises a code, and one with a slip in it', async () => {
    expect((await get('/?q=91650102MAFAKE019H')).text).toContain('已识别为统一社会信用代码');
    expect((await get('/?q=91650102MAFAKE0191')).text).toContain('末位校验码与 GB 32100-2015 不符');
    expect((await get('/?q=91650102MAFAKE0I9H')).text).toContain('第 16 位的字符不可用');
    expect((await get('/?q=91650102MAFAKE019')).text).toContain('应为 18 位');
  });
  it('says which name was meant', async () =>
    expect((await get('/?q=乌鲁木齐星垣')).text).toMatch(
      /曾用名相符：<bdi>乌鲁木齐星垣信用评估有限公司（示例）<\/bdi>/,
    ));
  it('returns the question unharmed', async () => {
    const { text } = await get(`/?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(text).not.toContain('<script');
    expect(text).toContain('value="&quot;&gt;&lt;script&gt;');
  });
});

async function get(path: string, init: RequestInit = {}) {
  const response = await fetch(new URL(path, site.origin), init);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

function headingOf(html: string): string | undefined {
  return /<h1>(.*?)<\/h1>/s
    .exec(html)?.[1]
    ?.replace(/<svg.*?<\/svg>|<[^>]+>/gs, '')
    .trim();
}
