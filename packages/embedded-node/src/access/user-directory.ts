import { GrpcCode, GrpcStatusError } from '../grpc/status.ts';
import type { EventLog } from '../log/event-log.ts';
import { encodeHeader } from '../log/readable-stream.ts';
import { isDeleted } from '../log/stream-head.ts';
import { metastreamOf } from '../log/stream-metadata.ts';
import { NO_REVISION } from '../protocol/expected-revision.ts';
import { JSON_CONTENT } from '../protocol/recorded-event.ts';
import { readWhole } from '../storage/event-store.ts';
import { hashPassword, type PasswordHash, verifyPassword } from './password.ts';
import { ADMIN, ADMINISTRATORS, OPERATORS, OPS } from './principal.ts';

/** A user as kept in the log. */
export interface User extends PasswordHash {
  readonly loginName: string;
  readonly fullName: string;
  readonly groups: readonly string[];
  readonly disabled?: boolean;
}

/** A user, and the revision of the event that says so. */
export interface StoredUser {
  readonly user: User;
  readonly revision: bigint;
  readonly updatedMs: number;
}

export interface NewUser {
  readonly loginName: string;
  readonly fullName: string;
  readonly groups: readonly string[];
  readonly password: string;
}

const USERS_STREAM = '$users';
const NOTIFICATIONS_STREAM = '$users-password-notifications';
/** Whoever remembers passwords has long forgotten them by then. */
const NOTIFICATIONS_MAX_AGE_SECONDS = 3600;
const NOTHING = Buffer.alloc(0);

/** The password that both first users have until it is changed, as with the original server. */
const FIRST_PASSWORD = 'changeit';
const FIRST_USERS: readonly Omit<NewUser, 'password'>[] = [
  { loginName: ADMIN, fullName: 'EventStore Administrator', groups: [ADMINISTRATORS] },
  { loginName: OPS, fullName: 'EventStore Operations', groups: [OPERATORS] },
];

/** The users of this node, each kept in a stream `$user-‹login›`; every change is durable when it is answered. */
export class UserDirectory {
  readonly #log: EventLog;

  constructor(log: EventLog) {
    this.#log = log;
  }

  /** `admin` and `ops` exist. */
  async ensureFirstUsers(): Promise<void> {
    for (const user of FIRST_USERS) {
      if ((await this.#log.head(streamOf(user.loginName))).last === NO_REVISION) {
        await this.create({ ...user, password: FIRST_PASSWORD });
      }
    }
  }

  /** The revision at which the user stands; it changes with every change of the user. */
  async revision(login: string): Promise<bigint> {
    const head = await this.#log.head(streamOf(login));
    return isDeleted(head) ? NO_REVISION : head.last;
  }

  async find(login: string): Promise<StoredUser | undefined> {
    const head = await this.#log.head(streamOf(login));
    if (head.id === undefined || isDeleted(head)) return undefined;
    const [event] = await this.#log.store.readStreamBackwards(head.id, head.last, 0n, 1);
    const user = event && parseUser(event.data);
    return user && { user, revision: event.revision, updatedMs: event.createdMs };
  }

  /** Errors: throws user-not-found. */
  async get(login: string): Promise<StoredUser> {
    const found = await this.find(login);
    if (found === undefined) throw userNotFound(login);
    return found;
  }

  /** Every user that was ever made and not deleted, by login. */
  async list(): Promise<StoredUser[]> {
    const head = await this.#log.head(USERS_STREAM);
    if (head.id === undefined) return [];
    const events = await readWhole(this.#log.store, head.id, 0n);
    const logins = [...new Set(events.map((event) => event.data.toString('utf8')))];
    const users = await Promise.all(logins.map((login) => this.find(login)));
    return users
      .filter((user) => user !== undefined)
      .toSorted((one, other) => (one.user.loginName < other.user.loginName ? -1 : 1));
  }

  /** Errors: throws user-conflict for a login that is taken, unless the password is the same. */
  async create({ password, ...person }: NewUser): Promise<void> {
    const { loginName } = person;
    const taken = await this.find(loginName);
    if (taken !== undefined) {
      if (await verifyPassword(password, taken.user)) return;
      throw userConflict(loginName);
    }
    const user: User = { ...person, ...(await hashPassword(password)) };
    const restricted = { $acl: { $w: ADMINISTRATORS, $d: ADMINISTRATORS, $mw: ADMINISTRATORS } };
    await this.#append(
      metastreamOf(streamOf(loginName)),
      '$metadata',
      JSON_CONTENT,
      JSON.stringify(restricted),
    );
    await this.#appendUser('$UserCreated', user);
    await this.#append(USERS_STREAM, '$User', 'application/octet-stream', loginName);
  }

  /** The user stands as `change` makes it. Errors: throws user-not-found. */
  async update(login: string, change: (user: User) => User): Promise<void> {
    await this.get(login);
    await this.#notify(login);
    await this.#change(login, change);
  }

  /** The password is another one. Errors: throws user-not-found. */
  async setPassword(login: string, password: string): Promise<void> {
    const kept = await hashPassword(password);
    await this.update(login, (user) => ({ ...user, ...kept }));
  }

  /** The user can or cannot sign in. Errors: throws user-not-found. */
  async setDisabled(login: string, disabled: boolean): Promise<void> {
    if (disabled) await this.update(login, (user) => ({ ...user, disabled }));
    else await this.#change(login, ({ disabled: _, ...user }) => user);
  }

  /** The user is gone. Errors: throws user-not-found. */
  async delete(login: string): Promise<void> {
    await this.get(login);
    await this.#log.write({ kind: 'delete', stream: streamOf(login), expected: 'any' });
    await this.#notify(login);
  }

  async #change(login: string, change: (user: User) => User): Promise<void> {
    const { user } = await this.get(login);
    await this.#appendUser('$UserUpdated', change(user));
  }

  /** Other nodes of a cluster would forget the password by this; it is written before the change that it announces. */
  async #notify(login: string): Promise<void> {
    if (!(await this.#log.head(NOTIFICATIONS_STREAM)).hasMetadata) {
      const metadata = JSON.stringify({ $maxAge: NOTIFICATIONS_MAX_AGE_SECONDS });
      await this.#append(metastreamOf(NOTIFICATIONS_STREAM), '$metadata', JSON_CONTENT, metadata);
    }
    await this.#append(
      NOTIFICATIONS_STREAM,
      '$PasswordChanged',
      JSON_CONTENT,
      JSON.stringify({ loginName: login }),
    );
  }

  #appendUser(type: string, user: User): Promise<void> {
    return this.#append(streamOf(user.loginName), type, JSON_CONTENT, JSON.stringify(user));
  }

  async #append(stream: string, type: string, contentType: string, data: string): Promise<void> {
    const event = {
      id: this.#log.randomUuid(),
      type,
      contentType,
      customMetadata: NOTHING,
      data: Buffer.from(data),
    };
    await this.#log.write({
      kind: 'append',
      stream,
      expected: 'any',
      events: [event],
      deadlineMs: undefined,
    });
  }
}

/** Without TLS anybody may write to the streams of users; whatever is no user there is nobody. */
function parseUser(data: Buffer): User | undefined {
  try {
    const user = JSON.parse(data.toString('utf8')) as Partial<User> | null;
    const isUser =
      typeof user?.loginName === 'string' &&
      typeof user.fullName === 'string' &&
      typeof user.hash === 'string' &&
      typeof user.salt === 'string' &&
      Array.isArray(user.groups) &&
      user.groups.every((group) => typeof group === 'string');
    return isUser ? (user as User) : undefined;
  } catch {
    return undefined;
  }
}

function streamOf(login: string): string {
  return `$user-${login}`;
}

function userNotFound(login: string): GrpcStatusError {
  return new GrpcStatusError(GrpcCode.notFound, `User '${login}' is not found.`, {
    exception: 'user-not-found',
    'login-name': encodeHeader(login),
  });
}

function userConflict(login: string): GrpcStatusError {
  return new GrpcStatusError(GrpcCode.failedPrecondition, `User '${login}' already exists.`, {
    exception: 'user-conflict',
    'login-name': encodeHeader(login),
  });
}
