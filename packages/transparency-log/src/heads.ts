import { toHex } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { type LeafIndex, leafIndex, type TreeSize } from './counts.ts';
import { TransparencyLogError } from './errors.ts';
import { type Hash, leafHash } from './hash.ts';
import { proveInclusion, verifyInclusion } from './inclusion-proof.ts';
import { MemoryTree } from './memory-tree.ts';

/** Where a file ends: how many events it has, and the hash of the last one. */
export interface FileHead {
  readonly fileId: string;
  /** At least 1: a file without events is no file. */
  readonly length: number;
  readonly head: Hash;
}

/** The tree over all files, as a `heads-sealed` event states it. */
export interface SealedHeads {
  readonly root: Hash;
  /** How many files there are. */
  readonly count: number;
}

/** That a file ends where it is said to end. */
export interface HeadProof {
  readonly index: LeafIndex;
  readonly hashes: readonly Hash[];
}

/** That there is no file of an id: its neighbours, if it has any, stand side by side. */
export interface AbsenceProof {
  /** The last file before it; absent when it would be the first. */
  readonly before?: NeighbourProof;
  /** The first file after it; absent when it would be the last. */
  readonly after?: NeighbourProof;
}

/** A file with its place among the heads. */
export interface NeighbourProof extends HeadProof {
  readonly file: FileHead;
}

/** The heads of all files: a Merkle tree in the order of their ids, by which a history is provably complete. */
export class HeadsTree {
  readonly #files: readonly FileHead[];
  readonly #tree: MemoryTree;

  /** Errors: throws HEADS_MALFORMED when a file comes twice or out of order. */
  constructor(files: readonly FileHead[]) {
    files.forEach(({ fileId }, at) => {
      const before = files[at - 1]?.fileId;
      if (before !== undefined && before >= fileId)
        throw new TransparencyLogError('HEADS_MALFORMED', `file ${fileId} does not follow ${before}`);
    });
    this.#files = files;
    this.#tree = MemoryTree.of(files.map(headLeafHash));
  }

  /** What a `heads-sealed` event states. */
  get sealed(): SealedHeads {
    return { root: this.#tree.root(), count: this.#files.length };
  }

  /** The file's head with its proof, or undefined when there is no such file. */
  prove(fileId: string): NeighbourProof | undefined {
    const at = this.#placeOf(fileId);
    return this.#files[at]?.fileId === fileId ? this.#neighbour(at) : undefined;
  }

  /** That there is no such file, or undefined when there is one. */
  proveAbsence(fileId: string): AbsenceProof | undefined {
    const at = this.#placeOf(fileId);
    if (this.#files[at]?.fileId === fileId) return undefined;
    const [before, after] = [this.#neighbour(at - 1), this.#neighbour(at)];
    return { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
  }

  #neighbour(at: number): NeighbourProof | undefined {
    const file = this.#files[at];
    if (file === undefined) return undefined;
    const index = leafIndex(at);
    return { file, index, hashes: proveInclusion(index, this.#tree.size, this.#tree.read) };
  }

  /** Where the file stands, or would stand. */
  #placeOf(fileId: string): number {
    let [from, to] = [0, this.#files.length];
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      if ((this.#files[middle]?.fileId ?? '') < fileId) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

/** The data of a file's leaf: the JCS bytes of `{fileId, head, length}`, the head in hex. */
export function headLeaf({ fileId, length, head }: FileHead): Uint8Array {
  return canonicalJson({ fileId, head: toHex(head), length });
}

/** Whether the file ends there, by the sealed heads. Errors: never throws. */
export function verifyHead(file: FileHead, proof: HeadProof, { root, count }: SealedHeads): boolean {
  const claim = { leaf: headLeafHash(file), index: proof.index, size: count as TreeSize, root };
  return verifyInclusion(claim, proof.hashes);
}

/** Whether there is no file of this id, by the sealed heads. Errors: never throws. */
export function verifyAbsence(fileId: string, { before, after }: AbsenceProof, sealed: SealedHeads): boolean {
  if (before === undefined && after === undefined) return sealed.count === 0;
  // Side by side, or at the end of the row: no place is left between them.
  const place = before === undefined ? 0 : before.index + 1;
  if ((after === undefined ? sealed.count : after.index) !== place) return false;
  if (before !== undefined && !(before.file.fileId < fileId && verifyHead(before.file, before, sealed)))
    return false;
  return after === undefined || (fileId < after.file.fileId && verifyHead(after.file, after, sealed));
}

function headLeafHash(file: FileHead): Hash {
  return leafHash(headLeaf(file));
}
