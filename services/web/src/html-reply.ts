import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';

const compress = promisify(gzip);

/** No script runs, nothing is loaded from elsewhere, nobody frames the page. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  vary: 'accept-encoding',
} as const;

/** Sends a page: complete, compressed when the reader takes it, and not at all when the reader has it already. */
export async function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  page: ReactElement,
  status = 200,
): Promise<FastifyReply> {
  const html = `<!doctype html>${renderToStaticMarkup(page)}`;
  const etag = `"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`;
  reply
    .code(status)
    .headers({ ...HEADERS, 'content-type': 'text/html; charset=utf-8', etag, 'cache-control': 'no-cache' });
  if (status === 200 && request.headers['if-none-match'] === etag) return reply.code(304).send();
  return sendText(request, reply, html);
}

/** Sends a file that never changes under its address. */
export async function sendAsset(
  request: FastifyRequest,
  reply: FastifyReply,
  type: string,
  text: string,
  cacheControl: string,
): Promise<FastifyReply> {
  reply.headers({ ...HEADERS, 'content-type': `${type}; charset=utf-8`, 'cache-control': cacheControl });
  return sendText(request, reply, text);
}

async function sendText(request: FastifyRequest, reply: FastifyReply, text: string): Promise<FastifyReply> {
  if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return reply.send(text);
  return reply.header('content-encoding', 'gzip').send(await compress(text));
}
