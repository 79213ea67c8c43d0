export { agency, authority, filingOf, given, paper, type Scenario, system } from './scenario.ts';
