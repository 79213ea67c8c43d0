import { hash } from 'node:crypto';
import type { RowCursor } from '@ledger/projection-engine';
import { z } from 'zod';
import { ApiError } from '../http/api-error.ts';

const cursorSchema = z.tuple([
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null()]),
  z.string(),
]);

/** The cursor as it leaves: opaque, and of no use with another question than the one it came from. */
export function writeCursor({ sort, key }: RowCursor, question: unknown): string {
  return Buffer.from(JSON.stringify([markOf(question), sort, key])).toString('base64url');
}

/** The place a cursor stands for. Errors: CURSOR_INVALID when it was not issued for this question. */
export function readCursor(text: string, question: unknown): RowCursor {
  const parsed = cursorSchema.safeParse(jsonOrUndefined(Buffer.from(text, 'base64url').toString()));
  if (!parsed.success || parsed.data[0] !== markOf(question)) {
    throw new ApiError(
      'CURSOR_INVALID',
      'Leave the cursor out to start anew, or hand back `next` with the same question it came with.',
    );
  }
  const [, sort, key] = parsed.data;
  return { sort, key };
}

function markOf(question: unknown): string {
  return hash('sha256', JSON.stringify(question)).slice(0, 16);
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
