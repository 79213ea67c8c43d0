import { describe, expect, it } from 'vitest';
import type { StreamAcl } from '../log/stream-metadata.ts';
import { ANONYMOUS, type Principal, SYSTEM } from './principal.ts';
import { mayAccess, type StreamOperation } from './stream-access.ts';
import { NO_DEFAULT_ACLS, parseDefaultAcls } from './system-settings.ts';

const user: Principal = { kind: 'user', login: 'li', groups: ['clerks'] };
const admin: Principal = { kind: 'user', login: 'admin', groups: ['$admins'] };
const OPERATIONS: readonly StreamOperation[] = ['read', 'write', 'delete'];
const open: StreamAcl = {
  read: undefined,
  write: undefined,
  delete: undefined,
  readMetadata: undefined,
  writeMetadata: undefined,
};
const allowed = (who: Principal, stream: string, acl?: StreamAcl, defaults = NO_DEFAULT_ACLS) =>
  OPERATIONS.filter((operation) => mayAccess(who, stream, operation, acl, defaults));

describe('access to streams', () => {
  it('without TLS is never refused', () =>
    expect(allowed(SYSTEM, '$all', { ...open, read: [] })).toEqual(OPERATIONS));
  it('of nobody in particular is refused everywhere, whatever the list says', () =>
    expect(allowed(ANONYMOUS, 'agency-1', { ...open, read: ['$all'] })).toEqual([]));
  it('of whoever signed in is open for normal streams', () =>
    expect(allowed(user, 'agency-1')).toEqual(OPERATIONS));
  it('of users is closed for system streams', () => expect(allowed(user, '$settings')).toEqual([]));
  it('is given by login', () =>
    expect(allowed(user, '$secret', { ...open, read: ['li'] })).toEqual(['read']));
  it('is given by group', () =>
    expect(allowed(user, '$secret', { ...open, write: ['clerks'] })).toEqual(['write']));
  it('is taken by a list that names others', () =>
    expect(allowed(user, 'agency-1', { ...open, delete: ['wang'] })).toEqual(['read', 'write']));
  it('by an empty list is left to administrators', () => {
    expect(allowed(user, 'agency-1', { ...open, read: [] })).toEqual(['write', 'delete']);
    expect(allowed(admin, 'agency-1', { ...open, read: [] })).toEqual(OPERATIONS);
  });
  it('to metadata has roles of its own', () => {
    expect(allowed(user, '$$agency-1', { ...open, readMetadata: ['wang'] })).toEqual(['write']);
    expect(allowed(user, '$$agency-1', { ...open, writeMetadata: ['wang'] })).toEqual(['read']);
  });
  it('where the list of a stream says nothing is what $settings says of its kind, role by role', () => {
    const defaults = parseDefaultAcls(
      Buffer.from('{"$userStreamAcl":{"$w":"clerks","$d":[]},"$systemStreamAcl":{"$r":["$all"]}}'),
    );
    expect(allowed(user, 'agency-1', undefined, defaults)).toEqual(['read', 'write']);
    expect(allowed({ ...user, groups: [] }, 'agency-1', undefined, defaults)).toEqual(['read']);
    expect(allowed({ ...user, groups: [] }, 'agency-1', { ...open, write: ['li'] }, defaults)).toEqual([
      'read',
      'write',
    ]);
    expect(allowed(user, '$system', undefined, defaults)).toEqual(['read']);
    expect(allowed(ANONYMOUS, '$system', undefined, defaults)).toEqual([]);
  });
  it.each(['no JSON', '[]', '{"$userStreamAcl":"clerks"}', '{"$userStreamAcl":{"$r":7}}'])(
    'is not changed by a $settings that cannot be understood: %s',
    (json) => expect(parseDefaultAcls(Buffer.from(json))).toEqual(NO_DEFAULT_ACLS),
  );
  it('of the first administrator does not depend on its groups', () =>
    expect(allowed({ kind: 'user', login: 'admin', groups: [] }, '$settings')).toEqual(OPERATIONS));
  it('even of administrators ends at what is never done', () => {
    expect(allowed(admin, '$all')).toEqual(['read']);
    expect(allowed(admin, '')).toEqual([]);
    expect(allowed(admin, '$$agency-1')).toEqual(['read', 'write']);
  });
});
