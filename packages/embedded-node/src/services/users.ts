import { accessDenied, requireAdministrator } from '../access/access-control.ts';
import { verifyPassword } from '../access/password.ts';
import type { Principal } from '../access/principal.ts';
import type { StoredUser, UserDirectory } from '../access/user-directory.ts';
import type { GrpcCall } from '../grpc/call.ts';
import { EMPTY_MESSAGE } from '../protocol/shared.ts';
import { encodeUserDetails, readUserRequest, type UserRequest } from '../protocol/users.ts';
import { badRequest } from './bad-request.ts';
import type { ServiceHandler } from './service-handler.ts';

/** Field numbers of the requests. */
const LOGIN = 1;
const PASSWORD = 2;
const NEW_PASSWORD = 3;
const FULL_NAME = 3;

/** The methods of `Users`, by name. */
export function userMethods(users: UserDirectory): Readonly<Record<string, ServiceHandler>> {
  const administrators = (change: (request: UserRequest, login: string) => Promise<void>): ServiceHandler => {
    return async (call, principal) => {
      const request = readUserRequest(await call.request());
      requireAdministrator(principal);
      const login = request.text(LOGIN);
      if (login === '') throw badRequest('The login name is empty.');
      await change(request, login);
      call.write(EMPTY_MESSAGE);
    };
  };
  return {
    Create: administrators((request, loginName) =>
      users.create({
        loginName,
        password: request.text(PASSWORD),
        fullName: request.text(FULL_NAME),
        groups: request.groups,
      }),
    ),
    Update: administrators((request, login) =>
      users.update(login, (user) => ({ ...user, fullName: request.text(FULL_NAME), groups: request.groups })),
    ),
    Delete: administrators((_, login) => users.delete(login)),
    Enable: administrators((_, login) => users.setDisabled(login, false)),
    Disable: administrators((_, login) => users.setDisabled(login, true)),
    ResetPassword: administrators((request, login) => users.setPassword(login, request.text(PASSWORD))),
    ChangePassword: (call, principal) => changePassword(users, call, principal),
    Details: (call, principal) => details(users, call, principal),
  };
}

async function changePassword(users: UserDirectory, call: GrpcCall, principal: Principal): Promise<void> {
  const request = readUserRequest(await call.request());
  const login = request.text(LOGIN);
  // An administrator who does not know the password resets it instead.
  if (!isSelf(principal, login)) throw accessDenied();
  const { user } = await users.get(login);
  if (!(await verifyPassword(request.text(PASSWORD), user))) throw accessDenied();
  await users.setPassword(login, request.text(NEW_PASSWORD));
  call.write(EMPTY_MESSAGE);
}

async function details(users: UserDirectory, call: GrpcCall, principal: Principal): Promise<void> {
  const login = readUserRequest(await call.request()).text(LOGIN);
  // Without TLS the real server never answers this; the client is left to its deadline.
  if (principal.kind === 'system') return new Promise((resolve) => call.onClose(resolve));
  if (!isSelf(principal, login)) requireAdministrator(principal);
  const found: StoredUser[] = login === '' ? await users.list() : [await users.get(login)];
  for (const { user, updatedMs } of found) {
    call.write(encodeUserDetails({ ...user, updatedMs, disabled: user.disabled === true }));
  }
}

/** Without TLS everybody is whoever they say. */
function isSelf(principal: Principal, login: string): boolean {
  return principal.kind === 'system' || (principal.kind === 'user' && principal.login === login);
}
