import type { Anomaly } from './check.ts';
import type { HistoryEntry } from './history.ts';

/** What a campaign came to. */
export interface FaultReport {
  /** How often the fault struck. */
  readonly struck: number;
  readonly operations: number;
  /** Operations that were answered with success, and the events in them. */
  readonly acknowledged: number;
  readonly events: number;
  readonly refused: number;
  /** Attempts without an answer; most were settled by asking again. */
  readonly unanswered: number;
  readonly anomalies: readonly Anomaly[];
  /** Units: milliseconds, one per strike. */
  readonly recoveries: readonly number[];
  /** What must not be, beyond what the checker of histories sees. */
  readonly complaints: readonly string[];
}

/** The part of a report that the history and its judgement give. */
export function count(
  history: readonly HistoryEntry[],
  anomalies: readonly Anomaly[],
): Omit<FaultReport, 'struck' | 'recoveries' | 'complaints'> {
  const of = (kind: HistoryEntry['kind']): number => history.filter((entry) => entry.kind === kind).length;
  return {
    operations: of('op'),
    acknowledged: of('ok'),
    events: history.reduce((sum, entry) => sum + (entry.kind === 'ok' ? entry.events.length : 0), 0),
    refused: of('refused'),
    unanswered: of('unknown'),
    anomalies,
  };
}
