const READABLE = /^(?:[^\p{Cc}\p{Cs}]|[\t\n\r])*$/u;

/** Says whether a text is whole Unicode characters without control characters, so that every store and reader keeps it. */
export function isReadableText(text: string): boolean {
  return READABLE.test(text);
}
