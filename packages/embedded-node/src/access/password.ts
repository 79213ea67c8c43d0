import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const KEY_BYTES = 32;
const SALT_BYTES = 16;

/** What is kept of a password. */
export interface PasswordHash {
  /** base64 */
  readonly hash: string;
  /** base64 */
  readonly salt: string;
}

/** Hashes a password with a salt of its own. */
export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, KEY_BYTES);
  return { hash: hash.toString('base64'), salt: salt.toString('base64') };
}

/** Whether `password` is the one that was hashed; takes as long for a wrong one. */
export async function verifyPassword(password: string, kept: PasswordHash): Promise<boolean> {
  const expected = Buffer.from(kept.hash, 'base64');
  const hash = await derive(password, Buffer.from(kept.salt, 'base64'), KEY_BYTES);
  return expected.length === hash.length && timingSafeEqual(hash, expected);
}
