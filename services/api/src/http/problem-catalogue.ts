/**
 * Every problem this service can answer with, beside the refusals of the domain (their catalogue is credit-file's).
 *
 * A code is for machines and never changes; a title is for people and may. What happened and what to do stands under
 * the same heading in docs/errors.md, and a test holds this list against what the routes can really answer.
 */
export const PROBLEMS = {
  REQUEST_INVALID: { status: 400, title: 'The request does not have the form this call takes' },
  BODY_NOT_JSON: { status: 400, title: 'The body is not JSON' },
  URL_MALFORMED: { status: 400, title: 'The address cannot be read' },
  MESSAGE_MALFORMED: { status: 400, title: 'The bytes received are not HTTP' },
  CURSOR_INVALID: { status: 400, title: 'The cursor was not issued for this question' },
  POSITION_AHEAD: { status: 400, title: 'The position lies after the head of the feed' },
  IDEMPOTENCY_KEY_REQUIRED: { status: 400, title: 'A command needs an Idempotency-Key' },
  AUTHENTICATION_REQUIRED: { status: 401, title: 'This call is not open to the public' },
  TOKEN_UNKNOWN: { status: 401, title: 'The token is not known here' },
  NOT_PERMITTED: { status: 403, title: 'The policy does not permit this' },
  ROUTE_UNKNOWN: { status: 404, title: 'Nothing is served at this address' },
  COMMAND_UNKNOWN: { status: 404, title: 'There is no such command' },
  FILE_UNKNOWN: { status: 404, title: 'The ledger has no such file' },
  ENTRY_NOT_PUBLISHED: { status: 404, title: 'The register publishes nothing of this file' },
  DAY_NOT_OVER: { status: 404, title: 'There is no file of this day yet' },
  WEBHOOK_UNKNOWN: { status: 404, title: 'There is no such webhook of yours' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'This address does not take that method' },
  REQUEST_TIMEOUT: { status: 408, title: 'The request did not arrive in time' },
  REVISION_STALE: { status: 412, title: 'The file has changed since you read it' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is too large' },
  MEDIA_TYPE_UNSUPPORTED: { status: 415, title: 'The body has a media type this call does not take' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, title: 'This Idempotency-Key belongs to another command' },
  RULEBOOK_UNKNOWN: { status: 422, title: 'There is no such rulebook' },
  WEBHOOK_TARGET_REFUSED: { status: 422, title: 'Webhooks are not sent to this address' },
  WEBHOOKS_TOO_MANY: { status: 422, title: 'You have as many webhooks as a subscriber may have' },
  PRECONDITION_REQUIRED: { status: 428, title: 'Say which revision you decided upon' },
  RATE_LIMITED: { status: 429, title: 'Too many requests' },
  HEADERS_TOO_LARGE: { status: 431, title: 'The headers are too large' },
  INTERNAL: { status: 500, title: 'The service failed' },
  RECEIPT_WITHOUT_EVENT: { status: 500, title: 'An acknowledged event is not in the event store' },
  STORE_UNAVAILABLE: { status: 503, title: 'The event store cannot be reached' },
  DATABASE_UNAVAILABLE: { status: 503, title: 'The database cannot be reached' },
  SUBSCRIBERS_FULL: { status: 503, title: 'No more streams can be opened' },
  OUTCOME_UNKNOWN: { status: 503, title: 'It is not known whether the command was recorded' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

export type ProblemCode = keyof typeof PROBLEMS;
