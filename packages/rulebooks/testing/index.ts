import { openRuleLibrary } from '../src/rule-library.ts';
import type { Rulebook } from '../src/rulebook.ts';

/** The law that ships, and beside it a small province that does not exist, read from its folder like any other. */
export const WITH_YUNWU = openRuleLibrary(
  new URL('../src/', import.meta.url),
  new URL('./fictional/', import.meta.url),
);

/** The rulebook of the fictional province. */
export const YUNWU: Rulebook = yunwu();

function yunwu(): Rulebook {
  const found = WITH_YUNWU.rulebooks.find(({ jurisdiction }) => jurisdiction === '990000');
  if (found === undefined) throw new Error('the folder of the fictional province is gone');
  return found;
}
