import { randomUUID } from 'node:crypto';

/** An event as every peer takes it. */
export interface SampleEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** What data and metadata of one event measure together as JSON. */
export const SAMPLE_BYTES = 680;

/** An event of the size that the ledger's own have; only its id differs from the next one. */
export function sampleEvent(): SampleEvent {
  const id = randomUUID();
  return { id, type: 'inspection-recorded', data: DATA, metadata: { ...METADATA, commandId: id } };
}

export function sampleEvents(count: number): SampleEvent[] {
  return Array.from({ length: count }, sampleEvent);
}

const METADATA = {
  schema: 'inspection-recorded@1',
  actor: { id: 'inspector-17', role: 'inspector', region: '210100' },
  occurredAt: '2026-03-02T10:15:00.000+08:00',
};

const FINDINGS = {
  inspection: 'sample inspection 2026-03',
  premises: { address: '21 Sample Road', district: '210102', visited: true },
  inspectors: ['inspector-17', 'inspector-23'],
  result: 'shortcomings found',
  basis: [{ rule: 'XJ-16-1', text: 'books are kept separately for each kind of business' }],
};

/** Fills up to the agreed size, as remarks of an inspector would. */
const DATA = {
  ...FINDINGS,
  remarks: 'x'.repeat(
    SAMPLE_BYTES - bytesOf({ ...FINDINGS, remarks: '' }) - bytesOf({ ...METADATA, commandId: randomUUID() }),
  ),
};

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
