import { prefixOf, type Rule } from '@ledger/rulebooks';
import type { Coverage, Evidence } from './coverage.ts';

/**
 * The page that leads from every obligation to its tests, in Markdown.
 *
 * Shape: a summary, the shoulds that are left out with their reasons, then one table for each document. The same rules,
 *        titles and reasons give the same bytes.
 */
export function renderCoverage(
  rules: readonly Rule[],
  { evidence }: Coverage,
  reasons: Readonly<Record<string, string>>,
): string {
  const testsOf = ({ id }: Rule): readonly Evidence[] => evidence.get(id) ?? [];
  const documents = documentsOf(rules);
  const share = (of: readonly Rule[], asked: Rule['level']): string => {
    const own = of.filter(({ level }) => level === asked);
    return `${own.filter((rule) => testsOf(rule).length > 0).length} of ${own.length}`;
  };
  const leftOut = documents.flatMap(({ rules: own }) =>
    own.filter((rule) => rule.level === 'should' && testsOf(rule).length === 0),
  );
  const silent = rules.filter(({ level }) => level === 'no').length;

  const lines = [
    '# Law coverage',
    '',
    'From every obligation of the rule catalogues (`packages/rulebooks`) to the tests that name it in their titles.',
    'Written by `pnpm law-coverage`, held current by `scripts/tidy.test.ts`; do not edit.',
    '',
    `Musts ${share(rules, 'must')}, shoulds ${share(rules, 'should')}. ${silent} further clauses ask nothing of a program.`,
    '',
    ...table(
      ['Document', 'Ids', 'Musts', 'Shoulds'],
      documents.map(({ name, prefix, rules: own }) => [
        name,
        `${prefix}-…`,
        share(own, 'must'),
        share(own, 'should'),
      ]),
    ),
    '## Shoulds without a test',
    '',
    ...table(
      ['Obligation', 'Article', 'Duty', 'Why it is left out'],
      leftOut.map((rule) => [rule.id, rule.article, rule.english, reasons[rule.id] ?? '']),
    ),
    ...documents.flatMap(({ name, rules: own }) => [
      `## ${name}`,
      '',
      ...table(
        ['Obligation', 'Level', 'Article', 'Duty', 'Tests'],
        own
          .filter(({ level }) => level !== 'no')
          .map((rule) => [rule.id, rule.level, rule.article, rule.english, testsOf(rule)]),
      ),
    ]),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** The documents by the prefix of their ids, each with its rules in its own order. */
function documentsOf(rules: readonly Rule[]) {
  const byName = Object.entries(Object.groupBy(rules, ({ document }) => document));
  return byName
    .map(([name, own = []]) => ({ name, rules: own, prefix: prefixOf(own[0]?.id ?? '') }))
    .toSorted((one, other) => (one.prefix < other.prefix ? -1 : 1));
}

function table(
  head: readonly string[],
  rows: readonly (readonly (string | readonly Evidence[])[])[],
): readonly string[] {
  if (rows.length === 0) return ['None.', ''];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(head),
    line(head.map(() => '---')),
    ...rows.map((cells) => line(cells.map((cell) => (typeof cell === 'string' ? plain(cell) : links(cell))))),
    '',
  ];
}

/** Each file, linked from the folder of the page, with the title. */
function links(tests: readonly Evidence[]): string {
  return tests.map(({ path, title }) => `[${shortOf(path)}](../${path}) ${plain(title)}`).join('<br>');
}

/** `packages/credit-file/src/exit/exit.spec.ts` is told as `credit-file/exit/exit.spec.ts`. */
function shortOf(path: string): string {
  return path.replace(/^(packages|projections|services)\//, '').replace('/src/', '/');
}

function plain(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_|[\]]/g, '\\$&')
    .replace(/</g, '&lt;');
}
