export { clockFrom } from './clock.ts';
export { type DueAct, decideNext, dueActs, type LawOfTheDay } from './due-acts.ts';
export type { TimekeeperOccurrence } from './run-timekeeper.ts';
export {
  type RunningTimekeeper,
  startTimekeeper,
  type TimekeeperServiceOptions,
} from './start-timekeeper.ts';
