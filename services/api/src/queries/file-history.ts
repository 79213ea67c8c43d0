import type { ReadModels } from '@ledger/projection-engine';
import type { FileId, JournalledEvent } from '@ledger/schemas';
import type { Receipts } from '../commands/receipts.ts';
import { ApiError } from '../http/api-error.ts';

/** A view of a file; both points default to now. Units: instants. */
export interface View {
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
}

/** How long a reader waits for what a caller was told is recorded. Units: milliseconds. */
const CATCH_UP_MS = 2_000;

/**
 * The events of a file at a view, none missing that any caller was told is recorded, by whichever service.
 *
 * Shape:  in position order. When the projector stands still for two seconds, or has parked the file, what there is; its
 *         last revision says so.
 * Errors: FILE_UNKNOWN when the file had no event by then; what PostgreSQL throws.
 */
export async function currentHistory(
  { readModels, receipts }: { readonly readModels: ReadModels; readonly receipts: Receipts },
  fileId: FileId,
  view: View,
): Promise<readonly JournalledEvent[]> {
  if (view.knownAt === undefined) {
    const acknowledged = await receipts.lastEventOf(fileId);
    if (acknowledged !== undefined) await readModels.waitFor(acknowledged.id, CATCH_UP_MS);
  }
  return await historyOrThrow(readModels, fileId, view);
}

/** The events of a file at a view, as far as they are projected. Errors: FILE_UNKNOWN when it had none by then. */
export async function historyOrThrow(
  readModels: ReadModels,
  fileId: FileId,
  { asOf, knownAt }: View,
): Promise<readonly JournalledEvent[]> {
  const events = await readModels.readHistory(fileId, {
    ...(asOf !== undefined && { asOf }),
    ...(knownAt !== undefined && { knownAt }),
  });
  if (events.length > 0) return events;
  const isPast = asOf !== undefined || knownAt !== undefined;
  throw new ApiError(
    'FILE_UNKNOWN',
    isPast ? 'At that view the ledger had no event of this file.' : 'The ledger has no event of this file.',
  );
}
