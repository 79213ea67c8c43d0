import { describe, expect, it } from 'vitest';
import { demonstrationHistories } from '../../testing/histories.ts';
import { verifyChain } from '../chain.ts';
import { metadataSchema } from '../envelope.ts';
import { isAdverse } from '../events/adverse.ts';
import { latestVersion } from '../events/catalogue.ts';
import { parseEventData } from '../events/parse-event-data.ts';
import { streamOf } from '../identity.ts';
import { recordEvents } from '../recording.ts';
import { parseImport } from './parse-import.ts';
import { importCommandId } from './translate-line.ts';

const { text: demo, lines, sources, fileCount, lineOf, withChange } = demonstrationHistories();
const imported = new Map(
  parseImport(demo)
    .files.flatMap((file) => file.lines)
    .map((line) => [line.line, line.event]),
);

function eventOf(type: string, agencyId?: string) {
  const line = lineOf(type, agencyId);
  const event = imported.get(line);
  if (event === undefined) throw new Error(`line ${line} is not imported`);
  return event;
}

describe('the demonstration histories', () => {
  const reading = parseImport(demo);

  it('are read whole: every line, every file, no fault', () => {
    expect(reading.faults).toEqual([]);
    expect(reading.files).toHaveLength(fileCount);
    expect(reading.files.flatMap((file) => file.lines)).toHaveLength(lines.length);
    expect(reading).toMatchObject({ lineCount: 374, repeatedCount: 0, refused: [] });
  });

  it('become events in the newest words, chained file by file', () => {
    for (const { fileId, lines: imported } of reading.files) {
      const events = recordEvents({
        stream: streamOf(fileId),
        head: undefined,
        decided: imported.map((line) => line.event),
        commandId: importCommandId(fileId, 'whole'),
        correlationId: importCommandId(fileId, 'whole'),
        recordedAt: '2026-11-22T00:00:00+08:00',
        salt: () => '0'.repeat(32),
        imported: importCommandId(fileId, 'batch'),
      });
      expect(verifyChain(events)).toBeUndefined();
      expect(new Set(events.map((event) => event.id)).size).toBe(imported.length);
      for (const [index, event] of events.entries()) {
        expect(parseEventData(event.type, latestVersion(event.type), event.data).faults).toBeUndefined();
        expect(metadataSchema.parse(event.metadata)).toEqual(event.metadata);
        // In the demonstration every event is caused by the one before it.
        expect(event.metadata.causationId).toBe(events[index - 1]?.id);
      }
    }
  });

  it('say everything the source says: each value of it stands in the event', () => {
    const values = (value: unknown): unknown[] =>
      typeof value === 'object' && value !== null ? Object.values(value).flatMap(values) : [value];
    // Numbers of yuan and ratios change their unit; names of fields and classes change their word.
    const kept = (value: unknown) => typeof value === 'string' && !/^[a-z_]+(\.name)?$|^(严重)$/.test(value);
    const imported = new Map(
      reading.files.flatMap((file) => file.lines).map((line) => [line.line, line.event]),
    );
    for (const [index, { data }] of sources.entries()) {
      const event = imported.get(index + 1);
      const found = new Set(values([event?.data, event?.document, event?.effectiveFrom?.slice(0, 10)]));
      const lost = values(data)
        .filter(kept)
        .map((value) => String(value).replace(/^sha256:/, ''))
        .filter((value) => !found.has(value));
      expect(lost, `line ${index + 1}`).toEqual([]);
    }
  });

  it('mark every adverse act whose document is not complete', () => {
    const adverse = reading.files.flatMap((file) => file.lines).filter((line) => isAdverse(line.event.type));
    expect(adverse.length).toBeGreaterThan(30);
    expect(adverse.filter((line) => line.event.provenance !== 'incomplete')).toEqual([]);
  });

  it('are the same commands in every import, so that a second one adds nothing', () => {
    expect(parseImport(demo).files).toEqual(reading.files);
  });
});

describe('the words of the import form', () => {
  it('yuan become fen, ratios basis points, digests bare hex', () => {
    expect(eventOf('penalised', 'LN-B02').data).toEqual({
      measure: '罚款',
      amountFen: 8_000_000,
      rangeFen: [5_000_000, 50_000_000],
    });
    expect(eventOf('graded', 'LN-B03').data).toMatchObject({ inspectionRatioBp: 10_000 });
    expect(eventOf('committed').data).toHaveProperty('sha256', expect.stringMatching(/^[0-9a-f]{64}$/));
  });

  it('a correction of an amount is in fen like the amount', () => {
    expect(eventOf('corrected').data).toEqual({
      ref: 'O-LN-001',
      field: 'amountFen',
      before: 5_000_000,
      after: 500_000,
    });
  });

  it('the number of a paper goes to the document, with its organ and date', () => {
    expect(eventOf('listed', 'XJ-A09')).toMatchObject({
      document: {
        kind: '行政决定',
        number: '新市监失信〔2024〕示例3号',
        organ: 'xj-market-supervision',
        date: '2024-11-05',
      },
      provenance: 'incomplete',
    });
    const line = lineOf('warned');
    const complete = withChange(line, (source) => ({
      ...source,
      data: {
        ...(source['data'] as object),
        document_sha256: `sha256:${'a'.repeat(64)}`,
        document_date: '2023-11-01',
      },
    }));
    const { event } =
      parseImport(complete)
        .files.flatMap((file) => file.lines)
        .find((l) => l.line === line) ?? {};
    expect(event?.document).toMatchObject({ kind: '警告决定书', date: '2023-11-01', sha256: 'a'.repeat(64) });
    expect(event).not.toHaveProperty('provenance');
  });

  it('a restoration counts from the beginning of the day it states', () => {
    expect(eventOf('restored')).toMatchObject({
      effectiveFrom: '2025-07-01T00:00:00+08:00',
      data: { reversesType: 'revoked' },
    });
  });

  it('an order to rectify is read in version 1 and kept in version 2', () => {
    expect(eventOf('rectification-ordered', 'XJ-A08').data).toEqual({
      term: { amount: 15, unit: 'working-day' },
      due: { date: '2024-10-11', rule: 'XJ-15-2' },
    });
  });

  it.each([
    ['published', 'system', 'credit-china-liaoning', 'credit-china-liaoning'],
    ['objection-annotated', 'department', 'ln-jinzhou-credit-centre', 'ln-jinzhou-credit-centre'],
    ['pbc-reviewed', 'department', expect.any(String), 'pboc-zhangye-branch'],
    ['complained', 'public', 'complainant-withheld-1', 'complainant-withheld-1'],
    ['accepted', 'authority', 'officer-21', 'ln-shenyang-credit'],
    ['filed', 'agency', 'LN-B01', '91210102MAFAKE166P'],
  ])('%s is an act of kind %s', (type, kind, id, org) => {
    expect(eventOf(type).actor).toEqual({ kind, id, org });
  });

  it('who acts for the agency stands in the payload', () => {
    expect(eventOf('deregistration-applied', 'LN-B06').data).toMatchObject({ onBehalfOf: '破产管理人' });
  });

  it('a revocation by the clock is automatic also when the source leaves it out', () => {
    const revoked = parseImport(demo)
      .files.flatMap((file) => file.lines)
      .filter((l) => l.event.type === 'revoked');
    expect(
      revoked.map((l) => [l.event.actor.kind, (l.event.data as { automatic: boolean }).automatic]),
    ).toEqual(
      expect.arrayContaining([
        ['system', true],
        ['authority', false],
      ]),
    );
  });

  it('the first event of every file says whose file it is', () => {
    for (const {
      fileId,
      lines: [first],
    } of parseImport(demo).files) {
      expect(first?.event.data, fileId).toMatchObject({
        uscc: fileId.slice(7),
        agencyName: expect.stringContaining('示例'),
      });
    }
  });
});
