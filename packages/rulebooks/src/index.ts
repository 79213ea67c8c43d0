export { isInside, type Reviewer, reviewerOf } from './competence.ts';
export {
  barLastDay,
  countTerm,
  firstReportPeriod,
  isFirstYear,
  nextReportPeriod,
  type ReportPeriod,
  reportLastDay,
} from './deadline.ts';
export { GAPS, type Gap, gapOf } from './gap.ts';
export type { Grade, GradeBand, Grading, PointRule } from './grading.ts';
export {
  isDraft,
  LAW,
  rulebookById,
  rulebookOf,
  rulebookOrThrow,
  ruleIsCitable,
  ruleOf,
  ruleOrThrow,
} from './law.ts';
export type { Parameter, Term } from './parameter.ts';
export { AUTOMATIC_CHECKS, type AutomaticCheck } from './procedure.ts';
export {
  type Determination,
  defaultClassOf,
  determinedBy,
  isCitableOn,
  type Publication,
  type PublicationClass,
  publicationOf,
  REPAIR_LAW,
  type RepairInstrument,
  repairableFrom,
  repairInstrumentOn,
} from './repair-instrument.ts';
export { prefixOf, type Rule } from './rule.ts';
export {
  openRuleLibrary,
  type RuleLibrary,
  rulebookIn,
  rulebookInForce,
  ruleIn,
} from './rule-library.ts';
export type { Rulebook } from './rulebook.ts';
export { RulebookError, type RulebookErrorCode } from './rulebook-error.ts';
