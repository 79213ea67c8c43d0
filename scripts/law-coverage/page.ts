import { prefixOf, type Rule } from '@ledger/rulebooks';
import type { Coverage, Evidence } from './coverage.ts';

const LEVELS = ['must', 'should'] as const;
type Level = (typeof LEVELS)[number];

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
  const documents = Object.entries(Object.groupBy(rules, ({ document }) => document)).map(
    ([name, own = []]) => ({ name, rules: own, prefix: prefixOf(own[0]?.id ?? '') }),
  );
  const ordered = documents.toSorted((one, other) => (one.prefix < other.prefix ? -1 : 1));
  const share = (of: readonly Rule[], level: Level): string => {
    const own = of.filter((rule) => rule.level === level);
    return `${own.filter((rule) => testsOf(rule).length > 0).length} of ${own.length}`;
  };
  const leftOut = rules.filter((rule) => rule.level === 'should' && testsOf(rule).length === 0);
  const silent = rules.filter(({ level }) => level === 'no').length;

  return [
    '# Law coverage',
    '',
    'From every obligation of the rule catalogues (`packages/rulebooks`) to the tests that name it in their titles.',
    'Written by `pnpm law-coverage`, held current by `scripts/tidy.test.ts`; do not edit.',
    '',
    `Musts ${share(rules, 'must')}, shoulds ${share(rules, 'should')}. ${silent} further clauses ask nothing of a program.`,
    '',
    ...table(
      ['Document', 'Ids', 'Musts', 'Shoulds'],
      ordered.map(({ name, prefix, rules: own }) => [
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
    ...ordered.flatMap(({ name, rules: own }) => [
      `## ${name}`,
      '',
      ...table(
        ['Obligation', 'Level', 'Article', 'Duty', 'Tests'],
        LEVELS.flatMap((level) => own.filter((rule) => rule.level === level))
          .toSorted((one, other) => own.indexOf(one) - own.indexOf(other))
          .map((rule) => [rule.id, rule.level, rule.article, rule.english, testsOf(rule)]),
      ),
    ]),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
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

/** The last two steps of each path, linked from the folder of the page, with the title. */
function links(tests: readonly Evidence[]): string {
  return tests
    .map(({ path, title }) => `[${path.split('/').slice(-2).join('/')}](../${path}) ${plain(title)}`)
    .join('<br>');
}

function plain(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_|[\]]/g, '\\$&')
    .replace(/</g, '&lt;');
}
