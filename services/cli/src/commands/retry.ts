import { newestForm } from '@ledger/event-log';
import { EngineError, type Intake, retry } from '@ledger/projection-engine';
import { PROJECTIONS, storeSource } from '@ledger/projector';
import { parseFileId, streamOf } from '@ledger/schemas';
import type { Ledger } from '../open-ledger.ts';
import { EXIT, Failure } from '../output/failure.ts';
import type { Terminal } from '../output/terminal.ts';

/**
 * Takes up a parked file again, its events read anew from the store.
 *
 * Errors: a file that is not parked is refused; one that parks again says why, with exit code 1.
 */
export async function retryFile(ledger: Ledger, fileId: string, terminal: Terminal): Promise<void> {
  const parsed = parseFileId(fileId);
  if (parsed === undefined) throw new Failure(EXIT.usage, `${fileId} is no file id.`);
  const intake: Intake = await retry({
    databaseUrl: ledger.instance.databaseUrl,
    projections: PROJECTIONS,
    newestForm,
    stream: streamOf(parsed.fileId),
    source: storeSource(ledger.eventLog),
  }).catch((error: unknown) => {
    if (error instanceof EngineError && error.code === 'NOT_PARKED') {
      throw new Failure(EXIT.refused, `${fileId} is not parked: nothing of it waits.`, { cause: error });
    }
    throw error;
  });
  const [parking] = intake.parked;
  if (parking !== undefined) {
    throw new Failure(
      EXIT.refused,
      `${fileId} is parked again: ${parking.reason}, expected ${parking.expected}, found ${parking.found}.`,
    );
  }
  terminal.out(`${fileId}: ${intake.accepted} events taken up, the ledger is at position ${intake.position}`);
}
