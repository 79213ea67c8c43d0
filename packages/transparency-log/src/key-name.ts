/**
 * Whether a key may be called so: at least one character, no Unicode space, no `+`, no control character.
 *
 * @see https://c2sp.org/signed-note#format
 */
export function isKeyName(name: string): boolean {
  return name.isWellFormed() && /^[^\p{White_Space}\p{Cc}+]+$/u.test(name);
}
