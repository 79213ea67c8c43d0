import type { AutomaticCheck, Rulebook } from '@ledger/rulebooks';
import { checkUscc, type EventData, parseFileId } from '@ledger/schemas';
import { compareInstants, type Instant } from '@ledger/statutory-calendar';
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
  /** Who gave each answer, and in which words. */
  readonly told?: { readonly [Fact in AskedFact]?: Answer };
  /** What is known besides and asked for by no check: a market ban, a bar in another jurisdiction. */
  readonly noted?: readonly Answer[];
}

type AskedFact = 'licenceStands' | 'approvedScope' | 'agencyListed' | 'listedRoles';

/** An answer: where it comes from, and what it says, without a name or a personal number. */
export interface Answer {
  readonly from: 'ledger' | 'directory';
  readonly says: string;
}

export type CheckResult = 'pass' | 'fail' | 'unavailable';

/** The checks of a rulebook with their results, and what the failed ones point to. */
export interface Verification {
  readonly checks: Readonly<Partial<Record<AutomaticCheck, CheckResult>>>;
  /** Each check with who answered and what, then what is noted besides. */
  readonly explained: NonNullable<EventData<'verified'>['explained']>;
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
  const results = rulebook.filing.checks.map(({ value, basis }) => ({
    ...value,
    rule: basis,
    ...CHECKS[value.check](file, facts, rulebook),
  }));
  const failed = results.filter(({ result }) => result === 'fail');
  const noted = (facts.noted ?? []).map((answer) => ({
    check: 'noted',
    result: 'noted' as const,
    ...answer,
  }));
  return {
    checks: Object.fromEntries(results.map(({ check, result }) => [check, result])),
    explained: [...results.map(({ ground: _, ...explained }) => explained), ...noted],
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
  const { checks, explained, failed } = verify(file, facts, rulebook);
  return {
    name: failed.length === 0 ? 'pass-verification' : 'fail-verification',
    data: { checks, explained },
    at,
  };
}

/**
 * Since when a filing waits to be verified: from its filing, and anew from each supplement; undefined when it does not.
 *
 * Law: LNO-1.2-3, XJ-9-2.
 */
export function awaitsVerification(
  { standing, verifiedAt }: CreditFile,
  { filing }: Rulebook,
): string | undefined {
  if (standing.status !== 'under-review' || filing.checks.length === 0) return undefined;
  const { since } = standing;
  const isVerified =
    verifiedAt !== undefined && compareInstants(verifiedAt as Instant, since as Instant) >= 0;
  return isVerified ? undefined : since;
}

/** What came of a check, from whom, in words. */
interface CheckOutcome {
  readonly result: CheckResult;
  readonly from: 'filing' | 'nobody' | Answer['from'];
  readonly says: string;
}

type Check = (file: CreditFile, facts: OutsideFacts, rulebook: Rulebook) => CheckOutcome;

const CHECKS: Readonly<Record<AutomaticCheck, Check>> = {
  usccCheckDigit: ({ fileId }) => {
    const code = parseFileId(fileId)?.uscc ?? '';
    const checked = checkUscc(code);
    const passes = checked.malformed === undefined && checked.findings.length === 0;
    const says = passes
      ? `the check characters of ${code} are right`
      : `the check characters of ${code} are wrong: ${checked.malformed ?? checked.findings.join(', ')}`;
    return { result: resultOf(passes), from: 'filing', says };
  },
  licenceStatus: (_, { licenceStands, told }) => answered(licenceStands, told?.licenceStands),
  businessScope: ({ businessScope }, { approvedScope, told }, { filing }) => {
    const scope = approvedScope ?? businessScope;
    if (scope === undefined) return NOBODY;
    const words = filing.scopeWords.value;
    const found = words.find((word) => scope.includes(word));
    const says =
      found === undefined ? `the scope holds none of ${words.join('、')}` : `the scope holds ${found}`;
    const from = approvedScope === undefined ? 'filing' : (told?.approvedScope?.from ?? 'directory');
    return { result: resultOf(found !== undefined), from, says };
  },
  seriousListAgency: (_, { agencyListed, told }) =>
    answered(agencyListed === undefined ? undefined : !agencyListed, told?.agencyListed),
  seriousListPrincipals: ({ principals }, { listedRoles, told }, { filing }) => {
    const checked = filing.checkedPrincipals.value.filter((role) => principals.includes(role));
    return answered(listedRoles && !checked.some((role) => listedRoles.includes(role)), told?.listedRoles);
  },
  dossier: (file, _, rulebook) => {
    const missing = missingDocuments(file, rulebook).map(({ document }) => document);
    const says = missing.length === 0 ? 'the dossier is complete' : `the dossier lacks ${missing.join(', ')}`;
    return { result: resultOf(missing.length === 0), from: 'filing', says };
  },
};

const NOBODY: CheckOutcome = { result: 'unavailable', from: 'nobody', says: 'no register has answered' };

function answered(passes: boolean | undefined, answer: Answer | undefined): CheckOutcome {
  if (passes === undefined) return NOBODY;
  const fallback = passes ? 'the register has nothing against it' : 'the register speaks against it';
  return { result: resultOf(passes), from: answer?.from ?? 'directory', says: answer?.says ?? fallback };
}

function resultOf(passes: boolean): CheckResult {
  return passes ? 'pass' : 'fail';
}
