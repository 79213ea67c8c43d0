import pg from 'pg';
import { expect, it } from 'vitest';
import { wantOfRoom } from './want-of-room.ts';

function refusal(severity: string, code: string): Error {
  const error = new pg.DatabaseError('could not extend file', 0, 'error');
  return Object.assign(error, { severity, code });
}

it.each([
  ['a full disk', refusal('ERROR', '53100'), 'could not extend file'],
  ['no memory', refusal('ERROR', '53200'), 'could not extend file'],
  ['a disk that reports an error', refusal('ERROR', '58030'), 'could not extend file'],
  ['a session that was ended', refusal('FATAL', '53100'), undefined],
  ['a server that crashed', refusal('PANIC', '53100'), undefined],
  ['a key that is there already', refusal('ERROR', '23505'), undefined],
  ['a connection that broke', Object.assign(new Error('reset'), { code: 'ECONNRESET' }), undefined],
  ['what is no error', 'full', undefined],
])('%s: %s', (_, error, reason) => expect(wantOfRoom(error)).toBe(reason));
