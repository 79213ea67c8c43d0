import { hash } from 'node:crypto';

/** RFC 6962 §2.1 and §2.1.1 to the letter, with Node's own SHA-256 and no thought of speed: the oracle. */

export function naiveRoot(leaves: readonly Uint8Array[]): Buffer {
  if (leaves.length === 0) return sha256();
  const [only] = leaves;
  if (only !== undefined && leaves.length === 1) return sha256(Buffer.of(0), only);
  const split = splitOf(leaves.length);
  return sha256(Buffer.of(1), naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)));
}

/** PATH(m, D[n]). */
export function naivePath(m: number, leaves: readonly Uint8Array[]): Buffer[] {
  if (leaves.length <= 1) return [];
  const split = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return m < split
    ? [...naivePath(m, left), naiveRoot(right)]
    : [...naivePath(m - split, right), naiveRoot(left)];
}

/** PROOF(m, D[n]) = SUBPROOF(m, D[n], true). */
export function naiveProof(m: number, leaves: readonly Uint8Array[], whole = true): Buffer[] {
  if (m === leaves.length) return whole ? [] : [naiveRoot(leaves)];
  const split = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return m <= split
    ? [...naiveProof(m, left, whole), naiveRoot(right)]
    : [...naiveProof(m - split, right, false), naiveRoot(left)];
}

function splitOf(count: number): number {
  let split = 1;
  while (split * 2 < count) split *= 2;
  return split;
}

function sha256(...parts: readonly Uint8Array[]): Buffer {
  return hash('sha256', Buffer.concat(parts), 'buffer');
}
