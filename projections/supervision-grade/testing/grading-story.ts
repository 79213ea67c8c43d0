import {
  type EventData,
  type EventType,
  fileIdOf,
  type JournalledEvent,
  type Metadata,
  recordEvents,
  streamOf,
} from '@ledger/schemas';
import { journalled } from './demo-journal.ts';

/** One act of a story: its type, what it says, and the paper behind it. */
export interface Act {
  readonly type: EventType;
  readonly data: unknown;
  readonly rulebook?: string;
  readonly document?: Metadata['document'];
}

const FILE_ID = fileIdOf('650000', '91650102MAFAKE019H');
const COMMAND = '6a5f3c1e-0000-4000-8000-000000000001';
const PAPER = { kind: '行政决定', number: '新信用决〔2025〕示例1号', organ: 'xj-drc', date: '2025-03-03' };

/** An act as it stands in a story; `on paper` gives it a legal document. */
export function act<Type extends EventType>(type: Type, data: EventData<Type>): Act {
  return { type, data };
}

/** The same act, resting on a legal document. */
export function onPaper(plain: Act): Act {
  return { ...plain, document: PAPER };
}

/** The same act, governed by another rulebook. */
export function under(rulebook: string, plain: Act): Act {
  return { ...plain, rulebook };
}

/** The acts as events of one Xinjiang file, a day apart from 3 March 2025. Shape: positions from 1. */
export function story(...acts: readonly Act[]): readonly JournalledEvent[] {
  let count = 0;
  const events = recordEvents({
    stream: streamOf(FILE_ID),
    head: undefined,
    decided: acts.map(({ type, data, document, rulebook }, index) => ({
      type,
      data,
      occurredAt: `2025-03-${String(3 + index).padStart(2, '0')}T10:00:00+08:00`,
      actor: { kind: 'authority', id: 'officer-08', org: 'xj-urumqi-drc' },
      basis: ['XJ-14-3'],
      rulebook: rulebook ?? 'xj-measures-draft@2024-01-01',
      ...(document !== undefined && { document }),
    })),
    commandId: COMMAND,
    correlationId: COMMAND,
    recordedAt: '2025-06-01T10:00:00+08:00',
    salt: () => (count++).toString(16).padStart(32, '0'),
  });
  return events.map((event, index) => journalled(event, FILE_ID, index + 1));
}
