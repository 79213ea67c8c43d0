import type { LegalDate } from '@ledger/statutory-calendar';
import type { Rule } from './rule.ts';
import { openRuleLibrary, type RuleLibrary, rulebookIn, rulebookInForce, ruleIn } from './rule-library.ts';
import type { Rulebook } from './rulebook.ts';
import { RulebookError } from './rulebook-error.ts';

/** The law that ships with the ledger: Xinjiang, Liaoning, Zhangye and the national pilot. */
export const LAW: RuleLibrary = openRuleLibrary(new URL('./', import.meta.url));

/** The rule with that id, or undefined. */
export function ruleOf(ruleId: string): Rule | undefined {
  return ruleIn(LAW, ruleId);
}

/** The rule with that id. Errors: throws `RULE_UNKNOWN`. */
export function ruleOrThrow(ruleId: string): Rule {
  const rule = ruleOf(ruleId);
  if (rule === undefined) throw new RulebookError('RULE_UNKNOWN', `no catalogue has the rule ${ruleId}`);
  return rule;
}

/** The rulebook with that id, or undefined. */
export function rulebookById(rulebookId: string): Rulebook | undefined {
  return rulebookIn(LAW, rulebookId);
}

/** The rulebook with that id. Errors: throws `RULEBOOK_UNKNOWN`. */
export function rulebookOrThrow(rulebookId: string): Rulebook {
  const rulebook = rulebookById(rulebookId);
  if (rulebook === undefined) {
    const known = LAW.rulebooks.map(({ id }) => id).join(', ');
    throw new RulebookError('RULEBOOK_UNKNOWN', `there is no rulebook ${rulebookId}; there are ${known}`);
  }
  return rulebook;
}

/** Whether acts under a rulebook are simulation, because it is a draft; a rulebook that does not ship is none (G-26). */
export function isDraft(rulebookId: string): boolean {
  return rulebookById(rulebookId)?.status === 'draft';
}

/** The rulebook of a jurisdiction in force on a day, or undefined before the first and after the last. */
export function rulebookOf(jurisdiction: string, onDate: LegalDate): Rulebook | undefined {
  return rulebookInForce(LAW, jurisdiction, onDate);
}

/** Whether an act under a rulebook may cite a rule: its own law, the national notice, or a named national instrument. */
export function ruleIsCitable(rulebook: Rulebook, ruleId: string): boolean {
  return rulebook.citable.has(ruleId);
}
