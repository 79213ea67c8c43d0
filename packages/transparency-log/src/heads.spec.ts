import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex, utf8 } from './bytes.ts';
import { leafIndex } from './counts.ts';
import { leafHash, sha256 } from './hash.ts';
import {
  type FileHead,
  HeadsTree,
  headLeaf,
  type NeighbourProof,
  verifyAbsence,
  verifyHead,
} from './heads.ts';

const headOf = (fileId: string, length = 3): FileHead => ({ fileId, length, head: sha256(utf8(fileId)) });
const ids = Array.from({ length: 20 }, (_, at) => `650000-${String(2 * at + 1).padStart(3, '0')}`);
const treeOf = (count: number): HeadsTree => new HeadsTree(ids.slice(0, count).map((id) => headOf(id)));
const absent = (at: number): string => `650000-${String(2 * at).padStart(3, '0')}`;

describe('the heads of all files', () => {
  it('have as leaf the JCS bytes of file id, head and length', () => {
    const leaf = new TextDecoder().decode(headLeaf(headOf('650000-X')));
    expect(leaf).toBe(`{"fileId":"650000-X","head":"${toHex(sha256(utf8('650000-X')))}","length":3}`);
  });

  it('of one file have its leaf as root', () => {
    expect(treeOf(1).sealed).toEqual({ root: leafHash(headLeaf(headOf('650000-001'))), count: 1 });
  });

  it('prove of every file where it ends, and of no file anything else', () => {
    for (let count = 1; count <= ids.length; count++) {
      const tree = treeOf(count);
      for (const id of ids.slice(0, count)) {
        const proof = tree.prove(id);
        if (proof === undefined) throw new Error(`${id} is there`);
        expect(verifyHead(headOf(id), proof, tree.sealed)).toBe(true);
        expect(verifyHead(headOf(id, 4), proof, tree.sealed)).toBe(false);
        expect(verifyHead({ ...headOf(id), head: headOf('x').head }, proof, tree.sealed)).toBe(false);
        expect(verifyHead(headOf(`${id}0`), proof, tree.sealed)).toBe(false);
        expect(tree.proveAbsence(id)).toBeUndefined();
      }
    }
  });

  it('prove that there is no file between two, before the first, after the last, or at all', () => {
    for (let count = 0; count <= ids.length; count++) {
      const tree = treeOf(count);
      for (let at = 0; at <= count; at++) {
        const proof = tree.proveAbsence(absent(at));
        if (proof === undefined) throw new Error('there is none');
        expect(tree.prove(absent(at))).toBeUndefined();
        expect(verifyAbsence(absent(at), proof, tree.sealed)).toBe(true);
      }
    }
  });

  it('never prove that a file is absent which is there, whatever neighbours are shown', () => {
    const tree = treeOf(9);
    const shown = ids
      .slice(0, 9)
      .map((id) => tree.prove(id))
      .concat(undefined);
    for (const id of ids.slice(0, 9)) {
      for (const before of shown) {
        for (const after of shown) {
          const proof = { ...(before && { before }), ...(after && { after }) };
          expect(verifyAbsence(id, proof, tree.sealed)).toBe(false);
        }
      }
    }
  });

  it('never prove absence by neighbours whose place is made up', () => {
    const tree = treeOf(9);
    const moved = (proof: NeighbourProof | undefined, by: number): NeighbourProof => {
      if (proof === undefined) throw new Error('it is there');
      return { ...proof, index: leafIndex(proof.index + by) };
    };
    const [first = '', second = '', third = ''] = ids;
    const forged = { before: tree.prove(first) as NeighbourProof, after: moved(tree.prove(third), -1) };
    expect(verifyAbsence(second, forged, tree.sealed)).toBe(false);
    expect(verifyAbsence(second, { after: moved(tree.prove(third), -2) }, tree.sealed)).toBe(false);
    expect(verifyAbsence(second, { before: moved(tree.prove(first), 7) }, tree.sealed)).toBe(false);
  });

  it('stand in the order of their ids, each once', () => {
    expect(() => new HeadsTree([headOf('b'), headOf('a')])).toThrow('file a does not follow b');
    expect(() => new HeadsTree([headOf('a'), headOf('a')])).toThrow('file a does not follow a');
  });

  it('find any id at its place among thousands', () => {
    const many = fc.uniqueArray(fc.stringMatching(/^[0-9A-Z]{1,6}$/), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(many, fc.stringMatching(/^[0-9A-Z]{1,6}$/), (files, asked) => {
        const tree = new HeadsTree(files.toSorted().map((id) => headOf(id)));
        const proof = tree.prove(asked);
        expect(proof !== undefined).toBe(files.includes(asked));
        if (proof !== undefined) expect(verifyHead(headOf(asked), proof, tree.sealed)).toBe(true);
        else expect(verifyAbsence(asked, tree.proveAbsence(asked) ?? {}, tree.sealed)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
