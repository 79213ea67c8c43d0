import { createHash, timingSafeEqual } from 'node:crypto';
import { GrpcCode, GrpcStatusError } from '../grpc/status.ts';
import { verifyPassword } from './password.ts';
import { ANONYMOUS, type Principal, SYSTEM } from './principal.ts';
import type { UserDirectory } from './user-directory.ts';

/** Finds out who makes a call from its `authorization` header. Errors: throws UNAUTHENTICATED for wrong credentials. */
export type Authenticate = (authorization: string | undefined) => Promise<Principal>;

/** Without TLS nobody is asked. */
export const trustEverybody: Authenticate = async () => SYSTEM;

interface Known {
  readonly secret: Buffer;
  readonly revision: bigint;
  readonly principal: Principal;
}

const KNOWN_MAX = 1000;

/**
 * Checks login and password against the users of the log.
 *
 * A pair that was right is not hashed again as long as the user does not change: hashing is slow on purpose.
 */
export function authenticateBy(users: UserDirectory): Authenticate {
  const known = new Map<string, Known>();
  return async (authorization) => {
    if (authorization === undefined) return ANONYMOUS;
    const { login, password } = readBasic(authorization);
    const secret = createHash('sha256').update(password).digest();
    const before = known.get(login);
    if (
      before !== undefined &&
      timingSafeEqual(before.secret, secret) &&
      before.revision === (await users.revision(login))
    ) {
      return before.principal;
    }
    const found = await users.find(login);
    if (found === undefined || found.user.disabled === true || !(await verifyPassword(password, found.user)))
      throw unauthenticated();
    const principal: Principal = { kind: 'user', login, groups: found.user.groups };
    if (known.size >= KNOWN_MAX) known.clear();
    known.set(login, { secret, revision: found.revision, principal });
    return principal;
  };
}

function readBasic(authorization: string): { login: string; password: string } {
  const match = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization);
  const pair = Buffer.from(match?.[1] ?? '', 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon < 1) throw unauthenticated();
  return { login: pair.slice(0, colon), password: pair.slice(colon + 1) };
}

function unauthenticated(): GrpcStatusError {
  return new GrpcStatusError(GrpcCode.unauthenticated, 'Login or password is wrong.');
}
