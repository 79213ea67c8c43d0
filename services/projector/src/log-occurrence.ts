import type { ProjectorOccurrence } from '@ledger/projection-engine';
import type { Logger } from 'pino';

/** Says in the log what happened to the projector; a parked file is an error, for a person has to look at it. */
export function logOccurrence(
  log: Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>,
  occurrence: ProjectorOccurrence,
): void {
  switch (occurrence.kind) {
    case 'building':
      return log.debug(occurrence.progress, 'building rows from the journal');
    case 'standing-by':
      return log.info('another projector is active; this one stands by');
    case 'active':
      return log.info(
        { epoch: String(occurrence.epoch), position: occurrence.position },
        'this projector is the active one',
      );
    case 'projected':
      return log.debug({ position: occurrence.position, events: occurrence.events }, 'projected');
    case 'caught-up':
      return log.debug({ position: occurrence.position }, 'all that the store holds is projected');
    case 'parked': {
      const { stream, revision, reason, projection, expected, found } = occurrence.parking;
      return log.error(
        { stream, revision, reason, projection, expected, found },
        `${stream} is parked at revision ${revision}: ${reason}; its later events wait, all other files go on`,
      );
    }
    case 'interrupted':
      return log.warn(
        { err: occurrence.error, retryInMs: occurrence.retryInMs },
        'the projector was interrupted; it goes on from its checkpoint',
      );
  }
}
