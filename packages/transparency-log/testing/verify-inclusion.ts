import {
  eventLeaf,
  leafHash,
  openCheckpoint,
  parseTlogProof,
  parseVerifier,
  sha256,
  verifyInclusion,
} from '../src/index.ts';

/** Whether these canonical bytes of an event stand in the log that this key signs for. */
export function isInLog(event: Uint8Array, proof: string, vkey: string): boolean {
  const { index, hashes, checkpoint: note } = parseTlogProof(proof);
  const { checkpoint } = openCheckpoint(note, [parseVerifier(vkey)]);
  const leaf = leafHash(eventLeaf(sha256(event)));
  return verifyInclusion({ leaf, index, size: checkpoint.size, root: checkpoint.root }, hashes);
}
