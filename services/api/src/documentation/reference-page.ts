import { readFile } from 'node:fs/promises';
import scalar from '@scalar/fastify-api-reference';
import { ApiError } from '../http/api-error.ts';
import type { Server } from '../http/server.ts';

/** The page loads nothing from elsewhere and talks to nobody but this service; its script styles itself. */
const PAGE_CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const ERRORS_PAGE = new URL('../../../../docs/errors.md', import.meta.url);

/** Serves the reference of the API at `/docs`, and at `/docs/errors.md` the page every problem's `type` points to. */
export async function serveReferencePage(server: Server): Promise<void> {
  await server.register(scalar, {
    routePrefix: '/docs',
    configuration: {
      url: '/openapi.json',
      pageTitle: 'Ledger API',
      withDefaultFonts: false,
      telemetry: false,
      agent: { disabled: true },
      mcp: { disabled: true },
    },
    hooks: {
      onRequest: (_request, reply, done) => {
        reply.header('content-security-policy', PAGE_CONTENT_POLICY);
        done();
      },
    },
  });
  server.get('/docs/errors.md', { schema: { hide: true } }, async (_request, reply) => {
    const text = await readFile(ERRORS_PAGE, 'utf8').catch((cause: unknown) => {
      throw new ApiError('ROUTE_UNKNOWN', 'This installation came without docs/errors.md.', {}, { cause });
    });
    return reply.type('text/markdown; charset=utf-8').send(text);
  });
}
