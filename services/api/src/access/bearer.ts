import { ApiError } from '../http/api-error.ts';
import { type Principal, PUBLIC, type Tokens } from './principal.ts';

// RFC 6750 §2.1: `Bearer` and one token68.
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/**
 * Who sent a request with this `Authorization` header.
 *
 * Errors: TOKEN_UNKNOWN for a header that is no bearer token, or a token that is nobody's; a wrong token never
 *         falls back to the public, or a caller would be told "not published" when it should be told "sign in again".
 */
export function principalOf(
  authorization: string | undefined,
  fromAddress: string,
  tokens: Tokens,
): Principal {
  if (authorization === undefined) return PUBLIC;
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) {
    throw new ApiError('TOKEN_UNKNOWN', 'Write the header as Authorization: Bearer ‹token›.');
  }
  const principal = tokens(token, fromAddress);
  if (principal === undefined) {
    throw new ApiError(
      'TOKEN_UNKNOWN',
      'Nobody bears this token here. Leave the header out for what is public.',
    );
  }
  return principal;
}
