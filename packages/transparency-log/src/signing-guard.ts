import { equalBytes } from './bytes.ts';
import type { TreeHead } from './consistency-proof.ts';
import { type Frontier, frontierRoot, grow } from './frontier.ts';
import type { Hash } from './hash.ts';

/** Whether a log may sign, and what it then has to remember; or why it must not. */
export type SigningJudgement =
  | { readonly sign: true; readonly next: Frontier }
  | { readonly sign: false; readonly reason: SigningRefusal };

/**
 * Why a log must not sign: its tree is smaller than the one it signed, leaves that ought to be there were not read, or
 * the tree is not the one that was signed with those leaves after it.
 */
export type SigningRefusal = 'smaller-than-signed' | 'leaves-missing' | 'other-tree';

/**
 * Whether a log may sign the head that its tree claims, by what it remembers of the last head it signed.
 *
 * Shape:  computes the root a second way: from the frontier signed last, kept where no restored backup reaches it, and
 *         the leaves after it, read anew from the journal. When both ways agree, the new tree begins with the signed
 *         one, and no bit of the tree in memory has turned. So a log never signs two heads of which neither extends the
 *         other.
 * Errors: never throws.
 * Durable: nothing by itself. `next` is stored, in one atomic and durable step, before the signature leaves the process.
 * @see https://c2sp.org/tlog-checkpoint#signatures
 */
export function judgeSigning(
  signed: Frontier,
  claimed: TreeHead,
  leavesSince: readonly Hash[],
): SigningJudgement {
  if (claimed.size < signed.size) return { sign: false, reason: 'smaller-than-signed' };
  if (leavesSince.length !== claimed.size - signed.size) return { sign: false, reason: 'leaves-missing' };
  const { frontier } = grow(signed, leavesSince);
  if (!equalBytes(frontierRoot(frontier), claimed.root)) return { sign: false, reason: 'other-tree' };
  return { sign: true, next: frontier };
}
