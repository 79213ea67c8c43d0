export {
  type ChainLink,
  decodeBundle,
  type EvidenceBundle,
  encodeBundle,
  type HeadsEvidence,
} from './bundle.ts';
export { HEADS_SEALED, HEADS_STREAM, type HeadsStatement } from './bundle-file.ts';
export { equalBytes, fromBase64, fromHex, textOf, toBase64, toHex } from './bytes.ts';
export { canonicalJson, canonicalJsonText, JSON_DEPTH_MAX } from './canonical-json.ts';
export {
  type Checkpoint,
  formatCheckpoint,
  type OpenedCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  signCheckpoint,
} from './checkpoint.ts';
export {
  consistencyRanges,
  proveConsistency,
  type TreeHead,
  verifyConsistency,
} from './consistency-proof.ts';
export { type LeafIndex, leafIndex, type TreeSize, treeSize } from './counts.ts';
export { verifyEd25519 } from './ed25519.ts';
export { decodeEntries, ENTRY_BYTES_MAX, encodeEntries } from './entry-bundle.ts';
export { TransparencyLogError, type TransparencyLogErrorCode } from './errors.ts';
export { readEventBytes, type ShownEvent } from './event-bytes.ts';
export { eventLeaf, parseEventLeaf } from './event-leaf.ts';
export {
  decodeForkProof,
  encodeForkProof,
  type ForkProof,
  type ForkVerdict,
  proveFork,
  verifyForkProof,
} from './fork-proof.ts';
export {
  type CompletedSubtree,
  EMPTY_FRONTIER,
  type Frontier,
  frontierAt,
  frontierRoot,
  type Growth,
  grow,
} from './frontier.ts';
export { EMPTY_ROOT, HASH_BYTES, type Hash, hashFrom, leafHash, nodeHash, sha256 } from './hash.ts';
export {
  type AbsenceProof,
  type FileHead,
  type HeadProof,
  HeadsTree,
  headLeaf,
  type NeighbourProof,
  type SealedHeads,
  verifyAbsence,
  verifyHead,
} from './heads.ts';
export { type InclusionClaim, inclusionRanges, proveInclusion, verifyInclusion } from './inclusion-proof.ts';
export { parseCanonicalJson } from './json-reader.ts';
export { KEYS_STREAM, type KeyEntry, readKeyHistory } from './key-history.ts';
export {
  type KeyRecord,
  type KeyRing,
  type KeyStanding,
  keyStanding,
  recordOf,
  ringOf,
  type SignedHead,
} from './key-ring.ts';
export { MemoryTree } from './memory-tree.ts';
export {
  formatNote,
  type NoteSignature,
  type OpenedNote,
  openNote,
  parseNote,
  type SignedNote,
} from './note.ts';
export { parsePolicy } from './parse-policy.ts';
export {
  judgeCheckpoint,
  type Policy,
  type PolicyJudgement,
  type PolicyKey,
  type PolicyRefusal,
  type Quorum,
} from './policy.ts';
export {
  addSignatures,
  cosigner,
  ed25519Signer,
  formatSigningKey,
  type KeySigner,
  parseSigningKey,
  type Signer,
  signatureOf,
  signNote,
} from './signer.ts';
export { judgeSigning, type SigningJudgement, type SigningRefusal } from './signing-guard.ts';
export { type LeafRange, type ReadSubtree, rootOf, type Subtree, subtreesOf, wholeTree } from './subtree.ts';
export {
  decodeTile,
  encodeTile,
  type ReadTile,
  subtreesFromTiles,
  TILE_HEIGHT,
  TILE_WIDTH,
  type Tile,
  tileHolding,
  tilesBetween,
  tilesOf,
} from './tile.ts';
export { entriesPath, parseTilePath, type TileResource, tilePath } from './tile-path.ts';
export { formatTlogProof, parseTlogProof, type TlogProof } from './tlog-proof.ts';
export type { Check, CheckName, ProvenFile, ProvenLog, Verdict } from './verdict.ts';
export { parseVerifier, type Statement, type Verifier, verifierOf } from './verifier.ts';
export { formatVerifierKey, parseVerifierKey, type SignatureType, type VerifierKey } from './verifier-key.ts';
export { verifyBundle } from './verify-bundle.ts';
export {
  CHECKPOINT_PATH,
  type LogVerdict,
  type ReadServed,
  VKEY_PATH,
  verifyServedLog,
} from './verify-log.ts';
export {
  type Acceptance,
  type AddCheckpoint,
  cosign,
  cosignaturesIn,
  formatAddCheckpoint,
  judgeSubmission,
  monitoringPath,
  NEVER_COSIGNED,
  readSubmission,
  type Submission,
  type WitnessAnswer,
} from './witness.ts';
