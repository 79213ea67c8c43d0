import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ed25519Signer, formatSigningKey, type KeySigner, parseSigningKey } from '@ledger/transparency-log';
import { createDurably, isCode } from './durable-file.ts';
import { LogError } from './log-error.ts';
import { isSignedHead } from './signed-heads.ts';

/** Below the log's directory: one line `PRIVATE+KEY+origin+id+key`, for nobody but the process that signs. */
const KEY_FILE = 'signing-key';

/**
 * The log's key, read from its directory; a new log gets one.
 *
 * Shape:   without `origin` the one in the file, and for a new log `ledger.local/` and eight random hex digits.
 * Errors:  KEY_FILE_UNSAFE, KEY_MISSING, KEY_OF_ANOTHER_LOG, KEY_MALFORMED.
 * Durable: a new key, before anything is signed with it.
 */
export async function openSigningKey(directory: string, origin?: string): Promise<KeySigner> {
  const path = join(directory, KEY_FILE);
  const text = (await readPrivate(path)) ?? (await makeKey(directory, path, origin));
  const { name, seed } = parsed(text, path);
  if (origin !== undefined && name !== origin) {
    throw new LogError(
      'KEY_OF_ANOTHER_LOG',
      `The key in ${path} signs for ${name}, and this log is to be ${origin}: give it the key or the origin that it had.`,
    );
  }
  return ed25519Signer(name, seed);
}

function parsed(text: string, path: string): ReturnType<typeof parseSigningKey> {
  try {
    return parseSigningKey(text.trimEnd());
  } catch {
    // No cause: nothing of what the file holds may reach a log.
    throw new LogError('KEY_MALFORMED', `${path} does not hold a signing key: put it back from the backup.`);
  }
}

async function makeKey(directory: string, path: string, origin: string | undefined): Promise<string> {
  if ((await readdir(directory)).some(isSignedHead)) {
    throw new LogError(
      'KEY_MISSING',
      `This log has signed before, and its key ${path} is not there: put it back from the backup.`,
    );
  }
  const text = formatSigningKey(origin ?? `ledger.local/${randomBytes(4).toString('hex')}`, randomBytes(32));
  if (await createDurably(path, `${text}\n`)) return text;
  // Another process was faster.
  return await makeSure(path);
}

async function makeSure(path: string): Promise<string> {
  const text = await readPrivate(path);
  if (text === undefined) throw new LogError('KEY_MISSING', `The key ${path} has vanished.`);
  return text;
}

/** The text of a file that nobody else can read. Shape: undefined when there is none. */
async function readPrivate(path: string): Promise<string | undefined> {
  const file = await openOwn(path);
  if (file === undefined) return undefined;
  try {
    const { mode, uid } = await file.stat();
    if ((mode & constants.S_IFMT) !== constants.S_IFREG) throw unsafe(path, 'is no plain file');
    if ((mode & 0o077) !== 0) throw unsafe(path, 'can be read by others (chmod 600 mends that)');
    if (uid !== process.getuid?.()) throw unsafe(path, 'belongs to another user');
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

async function openOwn(path: string) {
  try {
    // A link could lead anywhere, also after it was looked at.
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    if (isCode(error, 'ELOOP')) throw unsafe(path, 'is a symbolic link');
    throw error;
  }
}

function unsafe(path: string, why: string): LogError {
  return new LogError('KEY_FILE_UNSAFE', `The key ${path} ${why}; the log does not sign with it.`);
}
