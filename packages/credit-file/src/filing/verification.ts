import type { AutomaticCheck, Rulebook } from '@ledger/rulebooks';
import { checkUscc, parseFileId } from '@ledger/schemas';
import type { CreditFile } from '../credit-file.ts';
import type { Duty } from '../process/process.ts';
import { missingDocuments } from './dossier.ts';

/**
 * What other registers say of an agency, as far as they answered. Who asks them is the caller's affair.
 *
 * A field that is absent was not answered: its check is `unavailable`, and neither passes nor fails.
 */
export interface OutsideFacts {
  /** Market supervision: whether the licence stands (存续). */
  readonly licenceStands?: boolean;
  /** Market supervision: the approved scope; where absent, the scope that the agency filed is read. */
  readonly approvedScope?: string;
  /** Whether the agency stands on a list of the seriously untrustworthy. */
  readonly agencyListed?: boolean;
  /** Roles of its principals who stand on such a list. Never names: they are compared where the lists are kept (G-18). */
  readonly listedRoles?: readonly string[];
}

export type CheckResult = 'pass' | 'fail' | 'unavailable';

/** The checks of a rulebook with their results, and what the failed ones point to. */
export interface Verification {
  readonly checks: Readonly<Partial<Record<AutomaticCheck, CheckResult>>>;
  readonly failed: readonly AutomaticCheck[];
  /** Grounds of refusal that the failures point to; the reviewer decides. */
  readonly grounds: readonly string[];
}

/**
 * Verifies a filing against the facts: one result for each check that the rulebook asks for, and no other.
 *
 * Pure; the same filing and facts verify alike for ever. A failure is a finding for the reviewer, never a refusal by itself.
 *
 * Law: LNO-1.2-3; XJ-6-1, XJ-8-2, XJ-9-1, XJ-9-2.
 */
export function verify(file: CreditFile, facts: OutsideFacts, rulebook: Rulebook): Verification {
  const results = rulebook.filing.checks.map(({ value }) => ({
    ...value,
    result: CHECKS[value.check](file, facts, rulebook),
  }));
  const failed = results.filter(({ result }) => result === 'fail');
  return {
    checks: Object.fromEntries(results.map(({ check, result }) => [check, result])),
    failed: failed.map(({ check }) => check),
    grounds: [...new Set(failed.flatMap(({ ground }) => ground ?? []))],
  };
}

/** The system's act that puts a verification on the file: passed when nothing failed. */
export function verificationDuty(
  file: CreditFile,
  facts: OutsideFacts,
  rulebook: Rulebook,
  at: string,
): Duty {
  const { checks, failed } = verify(file, facts, rulebook);
  return { name: failed.length === 0 ? 'pass-verification' : 'fail-verification', data: { checks }, at };
}

type Check = (file: CreditFile, facts: OutsideFacts, rulebook: Rulebook) => CheckResult;

const CHECKS: Readonly<Record<AutomaticCheck, Check>> = {
  usccCheckDigit: ({ fileId }) => {
    const checked = checkUscc(parseFileId(fileId)?.uscc ?? '');
    return resultOf(checked.malformed === undefined && checked.findings.length === 0);
  },
  licenceStatus: (_, { licenceStands }) => resultOf(licenceStands),
  businessScope: ({ businessScope }, { approvedScope }, { filing }) => {
    const scope = approvedScope ?? businessScope;
    return resultOf(scope === undefined ? undefined : holdsOne(filing.scopeWords.value, scope));
  },
  seriousListAgency: (_, { agencyListed }) =>
    resultOf(agencyListed === undefined ? undefined : !agencyListed),
  seriousListPrincipals: ({ principals }, { listedRoles }, { filing }) => {
    const checked = filing.checkedPrincipals.value.filter((role) => principals.includes(role));
    return resultOf(listedRoles && !checked.some((role) => listedRoles.includes(role)));
  },
  dossier: (file, _, rulebook) => resultOf(missingDocuments(file, rulebook).length === 0),
};

function holdsOne(words: readonly string[], text: string): boolean {
  return words.some((word) => text.includes(word));
}

function resultOf(passes: boolean | undefined): CheckResult {
  if (passes === undefined) return 'unavailable';
  return passes ? 'pass' : 'fail';
}
