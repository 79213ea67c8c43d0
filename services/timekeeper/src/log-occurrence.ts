import type { Logger } from 'pino';
import type { TimekeeperOccurrence } from './run-timekeeper.ts';

/** Says in the log what happened to the timekeeper; a file it cannot attend to is an error, for a person has to look at it. */
export function logOccurrence(
  log: Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>,
  occurrence: TimekeeperOccurrence,
): void {
  switch (occurrence.kind) {
    case 'standing-by':
      log.info('another timekeeper is active; this one stands by');
      break;
    case 'active':
      log.info('this timekeeper is the active one');
      break;
    case 'law-recorded':
      log.info({ events: occurrence.events }, 'the law in force is on record');
      break;
    case 'done': {
      const { fileId, command, at } = occurrence.act;
      log.info({ fileId, command: command.name, at, events: occurrence.events }, 'a term has run out; done');
      break;
    }
    case 'refused': {
      const { act, refusal } = occurrence;
      log.warn(
        {
          fileId: act.fileId,
          command: act.command.name,
          at: act.at,
          code: refusal.code,
          basis: refusal.basis,
        },
        `due, and refused: ${refusal.detail}`,
      );
      break;
    }
    case 'file-failed':
      log.error(
        { fileId: occurrence.fileId, err: occurrence.error },
        'the file cannot be attended to; all others can',
      );
      break;
    case 'round-ended':
      log.debug({ today: occurrence.today, position: occurrence.position }, 'all that is due is done');
      break;
    case 'interrupted':
      log.warn(
        { err: occurrence.error, retryInMs: occurrence.retryInMs },
        'the timekeeper was interrupted; it makes its round again',
      );
      break;
  }
}
