import type { Rule } from '@ledger/rulebooks';
import { prefixOf } from '@ledger/rulebooks';
import type { Title } from './titles.ts';

/** A file of tests, its path from the root, with its titles. */
export interface TitledFile {
  readonly path: string;
  readonly titles: readonly Title[];
}

/** Where a rule is tested: a file, and the title that names the rule. */
export interface Evidence {
  readonly path: string;
  readonly title: string;
}

/** Every rule of the catalogue with its tests, and the ids in titles that are no rule's. */
export interface Coverage {
  readonly evidence: ReadonlyMap<string, readonly Evidence[]>;
  readonly unknown: readonly (Evidence & { readonly id: string })[];
}

const ID = String.raw`[A-Z]{2,3}\d*-\d+(?:\.\d+)*(?:-\d+)*`;
const RANGE = new RegExp(String.raw`\b(${ID}) to (${ID})(?![\d-])`, 'g');

/**
 * Finds for every rule the titles that name it.
 *
 * A title names rules by their ids, alone or as `XJ-9-1 to XJ-9-4`; what a group names, its tests show, and a test that
 * repeats an id of its group adds nothing.
 *
 * Shape: `evidence` has an entry for every rule, empty when no title names it; in order of path and source.
 */
export function coverageOf(rules: readonly Rule[], files: readonly TitledFile[]): Coverage {
  const evidence = new Map<string, Evidence[]>(rules.map(({ id }) => [id, []]));
  const prefixes = new Set(rules.map(({ id }) => prefixOf(id)));
  const unknown: (Evidence & { id: string })[] = [];
  for (const { path, titles } of files.toSorted((one, other) => (one.path < other.path ? -1 : 1))) {
    for (const { text, within } of titles) {
      const said = new Set(within.flatMap((outer) => idsIn(outer, rules)));
      for (const id of new Set(idsIn(text, rules))) {
        if (!prefixes.has(prefixOf(id)) || said.has(id)) continue;
        const tests = evidence.get(id);
        if (tests === undefined) unknown.push({ id, path, title: text });
        else if (!tests.some((known) => known.path === path && known.title === text))
          tests.push({ path, title: text });
      }
    }
  }
  return { evidence, unknown };
}

/** The ids that a title names, ranges spelled out in the order of the catalogue. */
function idsIn(title: string, rules: readonly Rule[]): readonly string[] {
  const ranges = [...title.matchAll(RANGE)].flatMap(([, first = '', last = '']) =>
    between(first, last, rules),
  );
  const named = [...title.matchAll(new RegExp(String.raw`\b${ID}(?![\d-])`, 'g'))].map(([id]) => id);
  return [...named, ...ranges];
}

function between(first: string, last: string, rules: readonly Rule[]): readonly string[] {
  const from = rules.findIndex(({ id }) => id === first);
  const to = rules.findIndex(({ id }) => id === last);
  if (from === -1 || to === -1) return [];
  return rules
    .slice(from, to + 1)
    .filter(({ id }) => prefixOf(id) === prefixOf(first))
    .map(({ id }) => id);
}
