export type { Backoff } from './instance/backoff.ts';
export { type Part, type Supervision, supervise } from './instance/supervision.ts';
