import { TransparencyLogError } from './errors.ts';

declare const unit: unique symbol;
/** `Base` carrying the meaning `Name`; the same value at run time, not assignable across names. */
export type Branded<Base, Name extends string> = Base & { readonly [unit]: Name };

/** Zero-based place of a leaf in its tree. Never given to another leaf. */
export type LeafIndex = Branded<number, 'LeafIndex'>;

/** Number of leaves a tree holds; its last leaf has index `size − 1`. */
export type TreeSize = Branded<number, 'TreeSize'>;

/** The number as the index of a leaf. Errors: throws COUNT_OUT_OF_RANGE for what is no safe integer from 0. */
export function leafIndex(value: number): LeafIndex {
  return checked(value, 'the index of a leaf') as LeafIndex;
}

/** The number as the size of a tree. Errors: throws COUNT_OUT_OF_RANGE for what is no safe integer from 0. */
export function treeSize(value: number): TreeSize {
  return checked(value, 'the size of a tree') as TreeSize;
}

/** The number a decimal text stands for, or undefined when it has a leading zero, a sign, or no safe integer fits. */
export function parseDecimal(text: string): number | undefined {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

function checked(value: number, what: string): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new TransparencyLogError('COUNT_OUT_OF_RANGE', `${value} is not ${what}`);
}
