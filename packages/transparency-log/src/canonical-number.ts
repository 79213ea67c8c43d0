/**
 * A finite number as ECMAScript writes it: the shortest digits that read back as the same double.
 *
 * Shape:  minus zero is `0`. NaN and the infinities have no such text and are the caller's to refuse.
 * @see RFC 8785 §3.2.2.3
 */
export function canonicalNumber(value: number): string {
  return String(value);
}
