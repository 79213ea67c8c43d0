const encoder = new TextEncoder();
// A byte order mark is a character like any other here, and bytes that are not UTF-8 are an error.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text as UTF-8. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The text these bytes are the UTF-8 of, or undefined when they are not UTF-8. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The parts, one after another. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Whether both hold the same bytes. What is compared here is public, so the time it takes tells nothing. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

/** Lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** The bytes of lower-case hex, or undefined when it is anything else. */
export function fromHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return undefined;
  return Uint8Array.from({ length: text.length / 2 }, (_, at) =>
    Number.parseInt(text.slice(2 * at, 2 * at + 2), 16),
  );
}

// String.fromCharCode takes its characters as arguments, and engines bound their number.
const ARGUMENTS_MAX = 8192;

/** Standard base64 with padding (RFC 4648 §4). */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += ARGUMENTS_MAX)
    binary += String.fromCharCode(...bytes.subarray(at, at + ARGUMENTS_MAX));
  return btoa(binary);
}

/**
 * The bytes of standard base64, or undefined when it is anything else: without padding, with blanks, or with bits
 * in its last character that no byte claims. So each sequence of bytes has one text, and a changed text is noticed.
 */
export function fromBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const binary = atob(text);
  if (btoa(binary) !== text) return undefined;
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
