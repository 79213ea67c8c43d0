export { chooserOf, plausibleCommand } from './plausible-command.ts';
export { anyLife, type Drawn, hoursAfter, take } from './random-life.ts';
export { agency, authority, filingOf, given, paper, type Scenario, system } from './scenario.ts';
