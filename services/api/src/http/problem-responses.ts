import { problemSchema } from '@ledger/schemas/http';
import type { z } from 'zod';

type ProblemStatus = 400 | 401 | 403 | 404 | 409 | 412 | 413 | 415 | 422 | 428 | 429 | 503;

interface ProblemResponse {
  readonly description: string;
  readonly content: { readonly 'application/problem+json': { readonly schema: z.ZodType } };
}

const WORDS: Readonly<Record<ProblemStatus, string>> = {
  400: 'The request does not have the form this call takes',
  401: 'Not open to the public, or a token nobody bears',
  403: 'The policy named in the problem does not permit this',
  404: 'There is no such thing',
  409: 'The state of the file does not allow this; `basis` and `article` say why',
  412: 'The file has changed since you read it; `revision` says where it stands',
  413: 'The body has more than 1 MiB',
  415: 'The body is not application/json',
  422: 'A rule does not allow this; `basis` and `article` say which',
  428: 'Say which revision you decided upon',
  429: 'Too many requests; `Retry-After` says when to come back',
  503: 'A part of the ledger is down; `Retry-After` says when to come back',
};

/** The problem answers of a call, as the OpenAPI document lists them. */
export function problems<Status extends ProblemStatus>(
  ...statuses: readonly Status[]
): Record<Status, ProblemResponse> {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: WORDS[status], content: { 'application/problem+json': { schema: problemSchema } } },
    ]),
  ) as unknown as Record<Status, ProblemResponse>;
}
