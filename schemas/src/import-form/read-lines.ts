import type { Objection } from './fault.ts';

/** Longest line of an import. Units: bytes of UTF-8. */
export const LINE_BYTES_MAX = 1024 * 1024;

/** One line of an import that is not blank, or why it cannot be read. */
export type ReadLine =
  | { readonly line: number; readonly text: string; readonly objection?: undefined }
  | {
      readonly line: number;
      readonly objection: Objection;
      /** How the line begins, as far as it is text: enough to see whose it is. */
      readonly beginning: string;
    };

const LINE_FEED = 0x0a;
const BEGINNING_BYTES = 4096;

/**
 * Splits an import into its lines; a byte-order mark, CRLF and blank lines are tolerated.
 *
 * Shape:  in order, without the blank ones, which still count in `line`.
 * Errors: never throws; a line that is too long or no UTF-8 is an objection of its own.
 */
export function* readLines(input: string | Uint8Array): Generator<ReadLine> {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  let line = 0;
  for (let start = 0; start < bytes.length; ) {
    line += 1;
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed === -1 ? bytes.length : feed;
    const read = readLine(bytes.subarray(start, end), line);
    if (read !== undefined) yield read;
    start = end + 1;
  }
}

function readLine(bytes: Uint8Array, line: number): ReadLine | undefined {
  if (bytes.length > LINE_BYTES_MAX) {
    return unreadable(line, bytes, {
      code: 'IMPORT_LINE_TOO_LONG',
      reason: `the line has ${bytes.length} bytes`,
    });
  }
  try {
    // The decoder takes a byte-order mark away by itself.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim();
    return text === '' ? undefined : { line, text };
  } catch {
    return unreadable(line, bytes, {
      code: 'IMPORT_NOT_UTF8',
      reason: 'the line has bytes that are no UTF-8',
    });
  }
}

function unreadable(line: number, bytes: Uint8Array, objection: Objection): ReadLine {
  return { line, objection, beginning: new TextDecoder().decode(bytes.subarray(0, BEGINNING_BYTES)) };
}
