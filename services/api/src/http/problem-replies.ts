import { REFUSAL_CODES, type Refusal } from '@ledger/credit-file';
import type { Problem } from '@ledger/schemas/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiError } from './api-error.ts';
import { asApiError } from './as-api-error.ts';
import { PROBLEMS } from './problem-catalogue.ts';

/** Answers a failed request with its problem, and tells the log what a stranger must not read. */
export function replyWithProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = asApiError(error);
  if (known.statusCode >= 500) request.log.error({ err: error, code: known.code }, known.message);
  else request.log.info({ code: known.code }, 'refused');
  const { retryAfterSeconds, allow } = known.particulars;
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
  if (allow !== undefined) reply.header('allow', allow.join(', '));
  if (known.statusCode === 401) reply.header('www-authenticate', 'Bearer realm="ledger"');
  return send(reply, problemOf(known, request.id));
}

/** Answers that the law, or the state of the file, does not let the act happen. */
export function replyWithRefusal(
  refusal: Refusal & { readonly article?: string },
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const status = REFUSAL_CODES[refusal.code] === 'state' ? 409 : 422;
  request.log.info({ code: refusal.code }, 'refused');
  return send(reply, {
    type: typeOf(refusal.code),
    title: status === 409 ? 'The state of the file does not allow this' : 'A rule does not allow this',
    status,
    code: refusal.code,
    detail: refusal.detail,
    instance: instanceOf(request.id),
    basis: [...refusal.basis],
    ...(refusal.article !== undefined && { article: refusal.article }),
  });
}

/** The problem document of an error. Shape: what RFC 9457 asks for, and the particulars that the error carries. */
export function problemOf(error: ApiError, requestId: string): Problem {
  const { faults, policy, revision, head, line, column } = error.particulars;
  const { status, title } = PROBLEMS[error.code];
  return {
    type: typeOf(error.code),
    title,
    status,
    code: error.code,
    detail: error.message,
    instance: instanceOf(requestId),
    ...(policy !== undefined && { policy }),
    ...(faults !== undefined && { faults: [...faults] }),
    ...(revision !== undefined && { revision }),
    ...(head !== undefined && { head }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  };
}

function send(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .serializer(JSON.stringify)
    .send(problem);
}

function typeOf(code: string): string {
  return `/docs/errors.md#${code.toLowerCase()}`;
}

function instanceOf(requestId: string): string {
  return `urn:uuid:${requestId}`;
}
