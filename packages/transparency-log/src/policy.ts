import { type OpenedCheckpoint, openCheckpoint } from './checkpoint.ts';
import { TransparencyLogError } from './errors.ts';
import { verifierOf } from './verifier.ts';
import type { VerifierKey } from './verifier-key.ts';

/** Whom a reader trusts: which logs, which witnesses, and how many of them. @see https://c2sp.org/tlog-policy */
export interface Policy {
  readonly logs: readonly PolicyKey[];
  readonly witnesses: readonly PolicyKey[];
  readonly quorum: Quorum;
}

/** A log or a witness of a policy. */
export interface PolicyKey {
  readonly key: VerifierKey;
  /** Where it is reached. */
  readonly url?: string;
}

/** When witnesses are enough: never asked for, one, or some of several. */
export type Quorum =
  | { readonly kind: 'none' }
  | { readonly kind: 'witness'; readonly key: VerifierKey }
  | { readonly kind: 'group'; readonly threshold: number; readonly members: readonly Quorum[] };

/** What a policy says of a checkpoint. */
export type PolicyJudgement =
  | (OpenedCheckpoint & { readonly accepted: true; readonly log: VerifierKey })
  | { readonly accepted: false; readonly reason: PolicyRefusal };

/** Why a policy does not accept a checkpoint. */
export type PolicyRefusal = 'malformed' | 'forged' | 'unknown-log' | 'quorum-missed';

/**
 * Whether the policy accepts a signed checkpoint: signed by one of its logs under that log's own origin, and
 * cosigned by its quorum.
 *
 * Errors: never throws; why it is not accepted is in the answer.
 */
export function judgeCheckpoint(policy: Policy, note: string | Uint8Array): PolicyJudgement {
  const trusted = [...policy.logs, ...policy.witnesses].map(({ key }) => ({
    key,
    verifier: verifierOf(key),
  }));
  try {
    const opened = openCheckpoint(
      note,
      trusted.map(({ verifier }) => verifier),
    );
    const signers = new Set(opened.signed.map(({ verifier }) => verifier));
    const keys = new Set(trusted.filter(({ verifier }) => signers.has(verifier)).map(({ key }) => key));
    const log = policy.logs.find(({ key }) => key.name === opened.checkpoint.origin && keys.has(key));
    if (log === undefined) return { accepted: false, reason: 'unknown-log' };
    if (!isMet(policy.quorum, keys)) return { accepted: false, reason: 'quorum-missed' };
    return { accepted: true, ...opened, log: log.key };
  } catch (error) {
    if (error instanceof TransparencyLogError) return { accepted: false, reason: reasonOf(error) };
    throw error;
  }
}

/** Whether the witnesses that cosigned are enough. */
function isMet(quorum: Quorum, cosigners: ReadonlySet<VerifierKey>): boolean {
  switch (quorum.kind) {
    case 'none':
      return true;
    case 'witness':
      return cosigners.has(quorum.key);
    case 'group':
      return quorum.members.filter((member) => isMet(member, cosigners)).length >= quorum.threshold;
  }
}

function reasonOf({ code }: TransparencyLogError): PolicyRefusal {
  if (code === 'NOTE_FORGED') return 'forged';
  return code === 'NOTE_UNSIGNED' ? 'unknown-log' : 'malformed';
}
