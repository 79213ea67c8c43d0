export { findFaults, readHistory, type SeenEvent } from './history.ts';
export { type NodeProcess, startNodeProcess } from './node-process.ts';
export { type Acknowledged, startWriters, type Writers } from './writers.ts';
