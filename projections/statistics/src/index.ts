export { BETWEEN, statistics } from './statistics.ts';
export type { EndedTerm, Move, Sanction, StatisticsRow } from './statistics-row.ts';
