export { clocksOf, isOfKind } from './clocks-of.ts';
export { type ClockCount, explainClock } from './explain-clock.ts';
export { worklist } from './worklist.ts';
export type { WorklistRow } from './worklist-row.ts';
