import { readdirSync, readFileSync } from 'node:fs';
import { addDays, type LegalDate } from '@ledger/statutory-calendar';
import { z } from 'zod';
import repairLaw from './repair-instruments.json' with { type: 'json' };
import { prefixOf, type Rule, ruleSchema } from './rule.ts';
import { type Rulebook, rulebookSchema } from './rulebook.ts';
import { RulebookError } from './rulebook-error.ts';

/** Rules and rulebooks that were read together. Never changes. */
export interface RuleLibrary {
  readonly rules: ReadonlyMap<string, Rule>;
  /** Sorted by jurisdiction, then by the day they came into force. */
  readonly rulebooks: readonly Rulebook[];
}

/** The document whose rules every jurisdiction may cite. */
const NATIONAL_PREFIX = 'ND';
/** National instruments that any act may name beside its own law. */
const NAMED_INSTRUMENTS: ReadonlySet<string> = new Set(repairLaw.instruments.map(({ rule }) => rule));

/**
 * Reads a directory of law: one folder a jurisdiction, in it `rules.json` and one `‹rulebook id›.json` for each version.
 *
 * Errors: throws `RULEBOOK_MALFORMED` naming file and place, `RULEBOOK_CITES_UNKNOWN_RULE` when a parameter rests on a rule that is
 *         not in the catalogue, `RULEBOOK_OVERLAP` when two rulebooks of a jurisdiction or two rules claim the same place.
 */
export function openRuleLibrary(...directories: readonly URL[]): RuleLibrary {
  const files = directories.flatMap((directory) => lawFilesIn(directory));
  const rules = new Map<string, Rule>();
  for (const file of files.filter(isCatalogue)) {
    for (const rule of parseFile(file, z.array(ruleSchema))) {
      if (rules.has(rule.id))
        throw new RulebookError('RULEBOOK_OVERLAP', `${place(file)} repeats the rule ${rule.id}`);
      rules.set(rule.id, rule);
    }
  }
  const schema = rulebookSchema((id) => {
    const rule = rules.get(id);
    if (rule === undefined)
      throw new RulebookError('RULEBOOK_CITES_UNKNOWN_RULE', `no catalogue has the rule ${id}`);
    return { article: rule.article, quote: rule.quote };
  });
  const rulebooks = files
    .filter((file) => !isCatalogue(file))
    .map((file) => parseFile(file, schema))
    .map((rulebook) => ({ ...rulebook, citable: citableUnder(rulebook, rules) }));
  return { rules, rulebooks: inOrder(rulebooks) };
}

/** The rule with that id, or undefined. */
export function ruleIn(library: RuleLibrary, ruleId: string): Rule | undefined {
  return library.rules.get(ruleId);
}

/** The rulebook with that id, or undefined. */
export function rulebookIn(library: RuleLibrary, rulebookId: string): Rulebook | undefined {
  return library.rulebooks.find(({ id }) => id === rulebookId);
}

/** The rulebook of a jurisdiction in force on a day, or undefined before the first and after the last. */
export function rulebookInForce(
  library: RuleLibrary,
  jurisdiction: string,
  onDate: LegalDate,
): Rulebook | undefined {
  return library.rulebooks.findLast(
    (rulebook) =>
      rulebook.jurisdiction === jurisdiction &&
      rulebook.inForceFrom <= onDate &&
      (rulebook.lastDay === undefined || onDate <= rulebook.lastDay),
  );
}

/** The rules of its own documents, of the national notice, and of the named national instruments; none that no catalogue has. */
function citableUnder(
  { documents }: Pick<Rulebook, 'documents'>,
  rules: RuleLibrary['rules'],
): ReadonlySet<string> {
  const prefixes = new Set([NATIONAL_PREFIX, ...documents.map(({ prefix }) => prefix)]);
  return new Set([...rules.keys()].filter((id) => prefixes.has(prefixOf(id)) || NAMED_INSTRUMENTS.has(id)));
}

function lawFilesIn(directory: URL): URL[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => new URL(`${entry.name}/`, directory))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .map((name) => new URL(encodeURIComponent(name), folder)),
    );
}

function isCatalogue(file: URL): boolean {
  return file.pathname.endsWith('/rules.json');
}

function parseFile<Schema extends z.ZodType>(file: URL, schema: Schema): z.output<Schema> {
  let written: unknown;
  try {
    written = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new RulebookError('RULEBOOK_MALFORMED', `${place(file)} is no JSON`, { cause });
  }
  const parsed = schema.safeParse(written);
  if (!parsed.success) {
    throw new RulebookError('RULEBOOK_MALFORMED', `${place(file)}: ${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}

/** Orders rulebooks and holds them against each other: one rulebook governs a jurisdiction on a day. */
function inOrder(rulebooks: readonly Rulebook[]): readonly Rulebook[] {
  const ordered = [...rulebooks].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  for (const [index, rulebook] of ordered.entries()) {
    const before = ordered[index - 1];
    if (before === undefined || before.jurisdiction !== rulebook.jurisdiction) continue;
    if (before.lastDay === undefined || addDays(before.lastDay, 1) > rulebook.inForceFrom) {
      throw new RulebookError(
        'RULEBOOK_OVERLAP',
        `${before.id} is still in force when ${rulebook.id} begins`,
      );
    }
  }
  return ordered;
}

function sortKey(rulebook: Rulebook): string {
  return `${rulebook.jurisdiction} ${rulebook.inForceFrom}`;
}

function place(file: URL): string {
  return decodeURIComponent(file.pathname.split('/').slice(-2).join('/'));
}
