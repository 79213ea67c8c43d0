import { StoreError } from '@ledger/event-log';
import type { Fault } from '@ledger/schemas/http';
import { TransparencyLogError } from '@ledger/transparency-log';
import type { FastifyError } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { ApiError } from './api-error.ts';
import { isDatabaseOutage } from './database-outage.ts';
import type { ProblemCode } from './problem-catalogue.ts';

/** Seconds after which a caller may ask again when a part of the ledger is down. */
const OUTAGE_RETRY_SECONDS = 2;

/**
 * What anything thrown means to a caller: the parts of the ledger that are down, the framework, the form of the request.
 *
 * Shape: the error itself when it is ours already; `INTERNAL` for what nobody foresaw, with the cause kept for the log.
 */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) return invalidRequest(error);
  if (error instanceof StoreError) return storeProblem(error);
  if (error instanceof TransparencyLogError) {
    return new ApiError(
      'REQUEST_INVALID',
      'The body holds what canonical JSON cannot carry: a number beyond 2^53 − 1, or half a character.',
      {},
      { cause: error },
    );
  }
  if (isDatabaseOutage(error)) {
    return new ApiError(
      'DATABASE_UNAVAILABLE',
      'The ledger cannot read its database at the moment; it answers nothing rather than something old. Ask again shortly.',
      { retryAfterSeconds: OUTAGE_RETRY_SECONDS },
      { cause: error },
    );
  }
  return frameworkProblem(error) ?? internal(error);
}

function internal(error: unknown): ApiError {
  return new ApiError(
    'INTERNAL',
    'The service failed on this request. Repeat a command with the same Idempotency-Key to learn whether it was recorded, and quote the instance to the operator.',
    {},
    { cause: error },
  );
}

function storeProblem(error: StoreError): ApiError {
  switch (error.code) {
    case 'OUTCOME_UNKNOWN':
      return new ApiError(
        'OUTCOME_UNKNOWN',
        'The event store went silent while it took the command in. Send the same request with the same Idempotency-Key again: it is recorded once or not at all, and the answer will say which.',
        { retryAfterSeconds: OUTAGE_RETRY_SECONDS },
        { cause: error },
      );
    case 'NODE_UNREACHABLE':
    case 'CLOSED':
      return new ApiError(
        'STORE_UNAVAILABLE',
        'The event store does not answer; nothing was recorded. Send the same request again shortly.',
        { retryAfterSeconds: OUTAGE_RETRY_SECONDS },
        { cause: error },
      );
    case 'WRONG_EXPECTED_REVISION':
      return new ApiError(
        'REVISION_STALE',
        'Others are writing to this file; nothing was recorded. Read it again.',
        {
          ...(typeof error.actual === 'number' && { revision: error.actual }),
        },
      );
    case 'TOO_LARGE':
      return new ApiError(
        'BODY_TOO_LARGE',
        'The event store does not take an event of this size.',
        {},
        { cause: error },
      );
    default:
      return internal(error);
  }
}

/** What fastify and its plugins throw, in our words. */
const FRAMEWORK: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  FST_ERR_BAD_URL: [
    'URL_MALFORMED',
    'The path holds a percent sign that is followed by no two hex digits of UTF-8.',
  ],
  FST_ERR_MAX_PARAM_LENGTH: ['URL_MALFORMED', 'A part of the path is longer than any id of the ledger.'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['BODY_TOO_LARGE', 'A body may have at most 1 MiB.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['MEDIA_TYPE_UNSUPPORTED', 'Send the body as application/json.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'MESSAGE_MALFORMED',
    'The body is not as long as Content-Length says.',
  ],
};

function frameworkProblem(error: unknown): ApiError | undefined {
  const { code, statusCode } = error as Partial<FastifyError>;
  const known = code === undefined ? undefined : FRAMEWORK[code];
  if (known !== undefined) return new ApiError(known[0], known[1], {}, { cause: error });
  if (statusCode === 400) {
    return new ApiError(
      'MESSAGE_MALFORMED',
      'The request broke off or cannot be read.',
      {},
      { cause: error },
    );
  }
  return undefined;
}

const PLACES = { body: 'body', querystring: 'query', params: 'path', headers: 'header' } as const;

interface ZodFault {
  readonly instancePath: string;
  readonly keyword?: string | undefined;
  readonly message?: string | undefined;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}

function invalidRequest(
  error: Error & { readonly validation: readonly ZodFault[]; readonly validationContext?: string },
): ApiError {
  const place = PLACES[(error.validationContext ?? 'body') as keyof typeof PLACES] ?? 'body';
  const faults = error.validation.flatMap((fault) => faultsOf(place, fault));
  const sentence = faults
    .slice(0, 3)
    .map(({ field, rule }) => `${field === '' ? `the ${place}` : field}: ${rule}`)
    .join('; ');
  const more = faults.length > 3 ? `; and ${faults.length - 3} more` : '';
  return new ApiError('REQUEST_INVALID', `${sentence}${more}.`, { faults });
}

function faultsOf(
  place: Fault['in'],
  { instancePath, keyword, message, params }: ZodFault,
): readonly Fault[] {
  if (keyword === 'unrecognized_keys' && Array.isArray(params?.['keys'])) {
    const within = instancePath === '/' ? '' : instancePath;
    return params['keys'].map((key) => ({
      in: place,
      field: fieldOf(`${within}/${key}`),
      rule: 'is not known here',
    }));
  }
  return [
    { in: place, field: fieldOf(instancePath), rule: message ?? 'is not of the form in /openapi.json' },
  ];
}

/** `/managers/0/name` as people write it: `managers[0].name`. */
function fieldOf(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part, index) => (/^\d+$/.test(part) ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`))
    .join('');
}
