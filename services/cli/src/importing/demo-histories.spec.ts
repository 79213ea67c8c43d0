import { readFileSync } from 'node:fs';
import { admit, continued, emptyHistory, type FileEvent, type FileHistory } from '@ledger/credit-file';
import { type ImportedFile, parseImport, recordEvents, streamOf } from '@ledger/schemas';
import { STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import { describe, expect, it } from 'vitest';
import { DEMO_HISTORIES } from '../demo.ts';
import { DEMO_ENDS } from '../demo-ends.ts';

const reading = parseImport(readFileSync(DEMO_HISTORIES));

describe('the demo histories', () => {
  it('are 374 lines of 25 files without a fault', () => {
    expect(reading).toMatchObject({ lineCount: 374, faults: [], refused: [] });
    expect(reading.files.map(({ agencyId }) => agencyId).toSorted()).toEqual(
      DEMO_ENDS.map(({ agencyId }) => agencyId).toSorted(),
    );
  });

  it.each(reading.files.map((file) => [file.agencyId, file] as const))(
    '%s is admitted, and ends as its story says',
    (id, file) => {
      expect(admitted(file).file.standing.status).toBe(
        DEMO_ENDS.find(({ agencyId }) => agencyId === id)?.status,
      );
    },
  );

  it('are refused at the line where an act is taken out that later ones rest on', () => {
    const file = reading.files.find(({ agencyId }) => agencyId === 'XJ-A08');
    const lines = file?.lines.filter(({ event }) => event.type !== 'rectification-refused') ?? [];
    expect(() => admitted({ ...(file as ImportedFile), lines })).toThrow(
      /^line \d+ revoked: GROUND_NOT_PROVEN/,
    );
  });
});

/** The file as the ledger would hold it. Errors: throws the first refusal. */
function admitted(file: ImportedFile): FileHistory {
  return file.lines.reduce((history, { line, event }) => {
    const refusal = admit(history, event, STATE_COUNCIL_CALENDAR);
    if (refusal !== undefined)
      throw new Error(`line ${line} ${event.type}: ${refusal.code}, ${refusal.detail}`);
    const last = history.events.at(-1);
    const [recorded] = recordEvents({
      stream: streamOf(file.fileId),
      head: last && { revision: last.revision, hash: '0'.repeat(64) as never },
      decided: [event],
      commandId: event.commandId,
      correlationId: event.commandId,
      recordedAt: event.recordedAt,
      salt: () => '0'.repeat(32),
    });
    return continued(history, recorded as FileEvent);
  }, emptyHistory(file.fileId));
}
