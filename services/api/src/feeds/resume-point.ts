import { NO_POSITION, type Position } from '@ledger/schemas';
import { positionParameter } from '@ledger/schemas/http';
import { ApiError, requestInvalid } from '../http/api-error.ts';

/**
 * The position to go on from. A browser that reconnects sends `Last-Event-ID` and still has the old `after` in its address.
 *
 * Errors: REQUEST_INVALID for an id that is no position.
 */
export function resumePoint(lastEventId: string | undefined, after: Position | undefined): Position {
  if (lastEventId === undefined || lastEventId === '') return after ?? NO_POSITION;
  const parsed = positionParameter.safeParse(lastEventId);
  if (!parsed.success)
    throw requestInvalid('header', 'Last-Event-ID', 'the id of the last event is its position');
  return parsed.data;
}

/** Errors: POSITION_AHEAD for a position that the feed has not reached: it is another ledger's, or a mistake. */
export function refuseAhead(after: number, head: number): void {
  if (after <= head) return;
  throw new ApiError(
    'POSITION_AHEAD',
    `The feed ends at position ${head}. Take a snapshot and go on from its position, or start from 0.`,
    { head },
  );
}
