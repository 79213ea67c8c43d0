import { parseSync } from 'oxc-parser';

/** A title that runs tests when its file runs: of a test, or of a group that holds at least one. */
export interface Title {
  readonly text: string;
  /** The titles around it, outermost first. */
  readonly within: readonly string[];
}

const GROUPS: ReadonlySet<string> = new Set(['describe', 'suite']);
const TESTS: ReadonlySet<string> = new Set(['it', 'test']);
/** A test under one of these shows nothing: it does not run, or is there to fail. */
const SHOWING_NOTHING: ReadonlySet<string> = new Set(['skip', 'todo', 'fails']);

/** A node of the syntax tree, as far as a walk needs to know it. */
interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

/**
 * The titles of a file of tests, read from its syntax without running it.
 *
 * A function of the file that makes tests counts where it is called. Titles that are put together from values keep their
 * written parts, with `…` for the rest.
 *
 * Shape:  in source order, each group before what it holds.
 * Errors: throws an Error naming the file when it does not parse.
 */
export function titlesIn(fileName: string, source: string): readonly Title[] {
  const { program, errors } = parseSync(fileName, source);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${fileName} does not parse: ${error.message}`);
  const root = program as unknown as Node;
  return titlesUnder(root, [], { named: namedFunctions(root), calling: new Set() });
}

interface Walk {
  /** Functions of the file that have a name, by it. */
  readonly named: ReadonlyMap<string, Node>;
  /** Names of those that the walk is inside of, so that it ends. */
  readonly calling: ReadonlySet<string>;
}

function titlesUnder(node: Node, within: readonly string[], walk: Walk): readonly Title[] {
  // What a named function holds counts where it is called.
  if (nameOfFunction(node) !== undefined) return [];
  if (node.type !== 'CallExpression') return titlesOf(childrenOf(node), within, walk);
  const { word, modifiers } = wordOf(node['callee'] as Node);
  const [first, ...others] = node['arguments'] as readonly Node[];
  const text = first && textOf(first);
  if (word !== undefined && text !== undefined) {
    if (modifiers.some((modifier) => SHOWING_NOTHING.has(modifier))) return [];
    if (TESTS.has(word)) return [{ text, within }];
    if (GROUPS.has(word)) {
      const held = titlesOf(others, [...within, text], walk);
      return held.length === 0 ? [] : [{ text, within }, ...held];
    }
  }
  return [...titlesOf(childrenOf(node), within, walk)];
}

/** Titles under each of the nodes; a name of a function stands for the function. */
function titlesOf(nodes: readonly Node[], within: readonly string[], walk: Walk): readonly Title[] {
  return nodes.flatMap((node) => {
    const name = node.type === 'Identifier' ? String(node['name']) : undefined;
    const called = name === undefined ? undefined : walk.named.get(name);
    if (name === undefined || called === undefined || walk.calling.has(name))
      return titlesUnder(node, within, walk);
    return titlesOf(childrenOf(called), within, { ...walk, calling: new Set([...walk.calling, name]) });
  });
}

/** `it` of `it.each(rows)`, with `each`; `describe` of `describe.skip`, with `skip`. */
function wordOf(callee: Node): { readonly word: string | undefined; readonly modifiers: readonly string[] } {
  switch (callee.type) {
    case 'Identifier':
      return { word: String(callee['name']), modifiers: [] };
    case 'CallExpression':
      return wordOf(callee['callee'] as Node);
    case 'TaggedTemplateExpression':
      return wordOf(callee['tag'] as Node);
    case 'MemberExpression': {
      const { word, modifiers } = wordOf(callee['object'] as Node);
      return { word, modifiers: [...modifiers, String((callee['property'] as Node)['name'])] };
    }
    default:
      return { word: undefined, modifiers: [] };
  }
}

function textOf(node: Node): string | undefined {
  switch (node.type) {
    case 'Literal':
      return typeof node['value'] === 'string' ? node['value'] : undefined;
    case 'TemplateLiteral':
      return (node['quasis'] as readonly { value: { cooked: string } }[])
        .map(({ value }) => value.cooked)
        .join('…');
    case 'BinaryExpression':
      return `${textOf(node['left'] as Node) ?? '…'}${textOf(node['right'] as Node) ?? '…'}`;
    default:
      return undefined;
  }
}

function namedFunctions(root: Node): ReadonlyMap<string, Node> {
  const named = new Map<string, Node>();
  const walk = (node: Node): void => {
    const name = nameOfFunction(node);
    if (name !== undefined) named.set(name, node);
    childrenOf(node).forEach(walk);
  };
  walk(root);
  return named;
}

/** The name under which a function is declared, or undefined when the node declares none. */
function nameOfFunction(node: Node): string | undefined {
  const init = node['init'] as Node | null | undefined;
  const declares =
    node.type === 'FunctionDeclaration' ||
    (node.type === 'VariableDeclarator' && /Function/.test(init?.type ?? ''));
  const name = (node['id'] as Node | null | undefined)?.['name'];
  return declares && typeof name === 'string' ? name : undefined;
}

function childrenOf(node: Node): readonly Node[] {
  return Object.values(node).flat().filter(isNode);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
