/** @jsxRuntime automatic */
import { parseFileId } from '@ledger/schemas';
import type { RegisterAnswer, RegisterPublication, RegisterQueries } from '@ledger/schemas/http/register';
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import { sendAsset, sendPage } from './html-reply.ts';
import { MARK } from './mark.ts';
import { localeOf, plainQuery, readDays, readSearch } from './page-query.ts';
import { AboutPage } from './pages/about-page.tsx';
import { CannotAnswerPage, FaultPage, NotOnFilePage, NotPublicPage } from './pages/answer-page.tsx';
import { EntryPage } from './pages/entry-page.tsx';
import { HistoryPage } from './pages/history-page.tsx';
import { NoticePage } from './pages/notice-page.tsx';
import { SearchPage, type SearchPageProps } from './pages/search-page.tsx';
import { recognise } from './recognise.ts';
import { STYLESHEET } from './stylesheet.ts';
import type { ChosenDays } from './view/as-at.tsx';
import { addressOf, type Locale, pathOfFile } from './view/locale.tsx';

export interface WebPagesOptions {
  readonly queries: RegisterQueries;
  /** The present moment, +08:00. */
  readonly clock: () => string;
}

/** After how long a reader is asked to come back when the queries failed without saying so. */
const RETRY_AFTER_SECONDS = 10;
/** Pages are for readers: the description of the API passes over them. */
const PAGE: { readonly schema: FastifySchema & { readonly hide: true } } = { schema: { hide: true } };
const FOR_EVER = 'public, max-age=31536000, immutable';

/**
 * Serves the public register as HTML: search, entry, published history, revocation notice, about.
 *
 * The pages need no script. What the queries cannot answer becomes the page that says so (503), never a page that says something
 * about an agency.
 * Errors: answers 400, 403 (on file, not public), 404 (not on file) and 503 as pages; never throws.
 */
export async function webPages(app: FastifyInstance, { queries, clock }: WebPagesOptions): Promise<void> {
  const today = () => clock().slice(0, 10);

  app.setErrorHandler(async (error, request, reply) => {
    // What the hosting server refuses (a caller who asks too often) is its own to say.
    if (error instanceof Error && 'statusCode' in error && Number(error.statusCode) < 500) throw error;
    request.log.error(error);
    return sendPage(request, reply, <FaultPage locale={localeOfRequest(request)} fault="failed" />, 500);
  });

  app.get(STYLESHEET.path, PAGE, async (request, reply) =>
    sendAsset(request, reply, 'text/css', STYLESHEET.text, FOR_EVER),
  );
  app.get('/assets/mark.svg', PAGE, async (request, reply) =>
    sendAsset(request, reply, 'image/svg+xml', MARK, 'public, max-age=86400'),
  );
  app.get('/about', PAGE, async (request, reply) =>
    sendPage(request, reply, <AboutPage locale={localeOfRequest(request)} />),
  );

  app.get('/', PAGE, async (request, reply) => {
    const query = plainQuery(request.query);
    const locale = localeOf('/', query);
    const recognised = recognise(query['q'] ?? '');
    if (recognised.kind === 'file-id') {
      return reply.redirect(addressOf(pathOfFile(recognised.fileId), {}, locale.language), 303);
    }
    const read = readSearch(query);
    const services = await answered(queries.services());
    const props: Omit<SearchPageProps, 'result'> = {
      locale,
      search: read.faults === undefined ? read.search : askedOnly(query['q']),
      services: services ?? [],
      today: today(),
      jsonAddress: addressOf('/v1/register', locale.query, 'zh-CN'),
    };
    if (read.faults !== undefined) {
      return sendPage(request, reply, <SearchPage {...props} result={{ faults: read.faults }} />, 400);
    }
    const found = (await answered(queries.search(read.search))) ?? CANNOT_ANSWER;
    switch (found.answer) {
      case 'page':
        return sendPage(request, reply, <SearchPage {...props} result={{ page: found.page }} />);
      case 'bad-cursor':
        return sendPage(request, reply, <SearchPage {...props} result={{ faults: ['cursor'] }} />, 400);
      case 'cannot-answer':
        return cannotAnswer(request, reply, locale, found.retryAfterSeconds);
    }
  });

  app.get<{ Params: { fileId: string } }>('/register/:fileId', PAGE, async (request, reply) =>
    answerFile(request, reply, ({ locale, publication, days, jsonAddress }) =>
      publication.kind === 'notice' ? (
        <NoticePage
          locale={locale}
          notice={publication}
          days={days}
          today={today()}
          jsonAddress={jsonAddress}
        />
      ) : (
        <EntryPage
          locale={locale}
          entry={publication}
          days={days}
          today={today()}
          jsonAddress={jsonAddress}
        />
      ),
    ),
  );

  app.get<{ Params: { fileId: string } }>('/register/:fileId/history', PAGE, async (request, reply) =>
    answerFile(request, reply, (shown) => <HistoryPage {...shown} />),
  );

  async function answerFile(
    request: FastifyRequest<{ Params: { fileId: string } }>,
    reply: FastifyReply,
    page: (shown: ShownFile) => React.ReactElement,
  ): Promise<FastifyReply> {
    const query = plainQuery(request.query);
    const locale = localeOfRequest(request);
    const file = parseFileId(request.params.fileId);
    if (file === undefined)
      return sendPage(request, reply, <FaultPage locale={locale} fault="badFileId" />, 400);
    const read = readDays(query);
    if (read.faults !== undefined)
      return sendPage(request, reply, <FaultPage locale={locale} fault="badMoment" />, 400);

    const answer: RegisterAnswer = (await answered(queries.entry(file.fileId, read.at))) ?? CANNOT_ANSWER;
    const shown = (publication: RegisterPublication) =>
      sendPage(
        request,
        reply,
        page({
          locale,
          publication,
          days: read.days,
          jsonAddress: addressOf(`/v1/register/${file.fileId}`, { ...read.days }, 'zh-CN'),
        }),
      );
    switch (answer.answer) {
      case 'published':
        return shown(answer.entry);
      case 'revoked':
        return shown(answer.notice);
      case 'not-public':
        return sendPage(request, reply, <NotPublicPage locale={locale} {...file} />, 403);
      case 'not-on-file':
        return sendPage(request, reply, <NotOnFilePage locale={locale} {...file} />, 404);
      case 'cannot-answer':
        return cannotAnswer(request, reply, locale, answer.retryAfterSeconds);
    }
  }

  /** The answer, or undefined when the queries broke their promise not to throw; the failure is logged. */
  async function answered<Answer>(promise: Promise<Answer>): Promise<Answer | undefined> {
    try {
      return await promise;
    } catch (error) {
      app.log.error(error, 'the register could not be read');
      return undefined;
    }
  }
}

/** Answers an address that no page has, as a page. For the not-found handler of the server that hosts the pages. */
export async function answerNotFound(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  return sendPage(request, reply, <FaultPage locale={localeOfRequest(request)} fault="notFound" />, 404);
}

interface ShownFile {
  readonly locale: Locale;
  readonly publication: RegisterPublication;
  readonly days: ChosenDays;
  readonly jsonAddress: string;
}

const CANNOT_ANSWER = { answer: 'cannot-answer', retryAfterSeconds: RETRY_AFTER_SECONDS } as const;

async function cannotAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  locale: Locale,
  retryAfterSeconds: number,
): Promise<FastifyReply> {
  reply.header('retry-after', String(retryAfterSeconds));
  return sendPage(
    request,
    reply,
    <CannotAnswerPage locale={locale} retryAfterSeconds={retryAfterSeconds} />,
    503,
  );
}

/** Of a search that cannot be read, the form keeps the question. */
function askedOnly(q: string | undefined): SearchPageProps['search'] {
  return q === undefined ? {} : { q: q.slice(0, 200) };
}

function localeOfRequest(request: FastifyRequest): Locale {
  return localeOf(pathOf(request.url), plainQuery(request.query));
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? '/';
}
