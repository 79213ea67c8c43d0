import type { ProjectorOccurrence } from '@ledger/projection-engine';
import type { Logger } from 'pino';

/** Says in the log what happened to the projector; a parked file is an error, for a person has to look at it. */
export function logOccurrence(
  log: Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>,
  occurrence: ProjectorOccurrence,
): void {
  switch (occurrence.kind) {
    case 'building':
      log.debug(occurrence.progress, 'building rows from the journal');
      break;
    case 'standing-by':
      log.info('another projector is active; this one stands by');
      break;
    case 'active':
      log.info(
        { epoch: String(occurrence.epoch), position: occurrence.position },
        'this projector is the active one',
      );
      break;
    case 'projected':
      log.debug({ position: occurrence.position, events: occurrence.events }, 'projected');
      break;
    case 'caught-up':
      log.debug({ position: occurrence.position }, 'all that the store holds is projected');
      break;
    case 'parked': {
      const { stream, revision, reason, projection, expected, found } = occurrence.parking;
      log.error(
        { stream, revision, reason, projection, expected, found },
        `${stream} is parked at revision ${revision}: ${reason}; its later events wait, all other files go on`,
      );
      break;
    }
    case 'interrupted':
      log.warn(
        { err: occurrence.error, retryInMs: occurrence.retryInMs },
        'the projector was interrupted; it goes on from its checkpoint',
      );
      break;
  }
}
