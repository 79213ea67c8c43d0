import type { Projection } from '@ledger/projection-engine';

/** A register small enough to be written by hand in any language, SQL too: the same row from every contestant. */
export interface BenchRow {
  readonly name: string;
  readonly area: string;
  readonly fileNo: string | null;
  readonly status: string;
  readonly events: number;
  readonly warnings: number;
  readonly finesFen: number;
  readonly lastAt: string;
}

/** The row before the first event. */
export const EMPTY_ROW: BenchRow = {
  name: '',
  area: '',
  fileNo: null,
  status: 'none',
  events: 0,
  warnings: 0,
  finesFen: 0,
  lastAt: '',
};

/** What the contestants' folds look at; every one of them reads whole events and parses their JSON. */
export interface BenchEvent {
  readonly type: string;
  readonly data: unknown;
  readonly metadata: { readonly recordedAt: string };
}

interface BenchData {
  readonly agencyName?: string;
  readonly registeredArea?: string;
  readonly fileNo?: string;
  readonly amountFen?: number;
}

/** The row after one more event of its file. */
export function applyBench(before: BenchRow, { type, data, metadata }: BenchEvent): BenchRow {
  const row = { ...before, events: before.events + 1, lastAt: metadata.recordedAt };
  const { agencyName = row.name, registeredArea = row.area, fileNo = '', amountFen = 0 } = data as BenchData;
  switch (type) {
    case 'filed':
      return { ...row, name: agencyName, area: registeredArea, status: 'under-review' };
    case 'accepted':
      return { ...row, fileNo, status: 'on-file' };
    case 'amended':
      return { ...row, name: agencyName };
    case 'warned':
      return { ...row, warnings: row.warnings + 1 };
    case 'penalised':
      return { ...row, finesFen: row.finesFen + amountFen };
    default:
      return row;
  }
}

/** The register as the engine knows it. */
export const benchRegister: Projection<BenchRow> = {
  name: 'bench-register',
  version: 1,
  byStream: true,
  key: (event) => event.fileId,
  initial: () => EMPTY_ROW,
  apply: applyBench,
  columns: {
    area: { type: 'text', of: ({ area }) => area, index: 'btree' },
    status: { type: 'text', of: ({ status }) => status, index: 'btree' },
    name: { type: 'text', of: ({ name }) => name, index: 'btree' },
  },
};
