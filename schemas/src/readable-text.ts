const READABLE = /^(?:[^\p{Cc}\p{Cs}]|[\t\n\r])*$/u;

/** Says whether a text is whole Unicode characters without control characters, so that every store and reader keeps it. */
export function isStorableText(text: string): boolean {
  return READABLE.test(text);
}

/** Says whether a text can be stored and has something to read in it. */
export function isReadableText(text: string): boolean {
  return isStorableText(text) && text.trim() !== '';
}
