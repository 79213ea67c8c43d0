import type { EngineStatus } from '@ledger/projection-engine';
import { epochMsOf, type Instant } from '@ledger/statutory-calendar';
import { gauge, type Sample } from './gauge.ts';

/** What the gauges are read from, of one moment. */
export interface ProjectionReading {
  readonly status: EngineStatus;
  /** The store's last event when the journal does not have it and it waits in no parked file; undefined when all is projected. */
  readonly behind: { readonly recordedAt: string } | undefined;
  readonly now: Instant;
}

/** How complete the read models are and how far they are behind the store, in the text form of Prometheus. */
export function projectionGauges({ status, behind, now }: ProjectionReading): readonly string[] {
  const { position, lastRecordedAt, projections, parked } = status;
  const ageOf = (instant: string): number =>
    Math.max(0, (epochMsOf(now) - epochMsOf(instant as Instant)) / 1_000);
  const byProjection = (read: (projection: EngineStatus['projections'][number]) => number): Sample[] =>
    projections.map((projection) => ({
      labels: { projection: projection.name },
      value: read(projection),
    }));
  return [
    ...gauge('ledger_position', 'Dense position up to which everything is projected', [{ value: position }]),
    ...gauge(
      'ledger_lag_seconds',
      'Age of the newest event of the store that is not projected yet; 0 when all are',
      [{ value: behind === undefined ? 0 : ageOf(behind.recordedAt) }],
    ),
    ...(lastRecordedAt === undefined
      ? []
      : gauge('ledger_last_event_age_seconds', 'Age of the last event that is projected', [
          { value: ageOf(lastRecordedAt) },
        ])),
    ...gauge(
      'ledger_projection_consumed',
      'Events a projection has folded',
      byProjection(({ consumed }) => consumed),
    ),
    ...gauge(
      'ledger_projection_holes',
      'Events that a projection has missed; never anything but 0',
      byProjection(({ consumed }) => position - consumed),
    ),
    ...gauge('ledger_parked_files', 'Files whose events wait', [{ value: parked.length }]),
    ...gauge('ledger_waiting_events', 'Events that wait in parked files', [
      { value: parked.reduce((sum, { waiting }) => sum + waiting, 0) },
    ]),
  ];
}
