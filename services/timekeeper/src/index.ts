export { clockFrom } from './clock.ts';
export { type DueAct, decideNext, dueActs, type LawOfTheDay } from './due-acts.ts';
export { followLaw, type LawFollowing } from './follow-law.ts';
export { type MadeGood, type MakingGood, madeGood } from './make-good.ts';
export { type RecordedLaw, recordedLaw } from './recorded-law.ts';
export type { TimekeeperOccurrence } from './run-timekeeper.ts';
export { serviceSince } from './service-since.ts';
export {
  type RunningTimekeeper,
  startTimekeeper,
  type TimekeeperServiceOptions,
} from './start-timekeeper.ts';
export { factsInDirectory } from './verification/facts-in-a-directory.ts';
export { factsOfTheLedger } from './verification/facts-of-the-ledger.ts';
export { type FactsSource, factsFrom } from './verification/outside-facts.ts';
