import type { Page } from 'playwright-core';

/** Latin words that a Chinese page may say: codes, numbers, names of standards, of formats and of the other language. */
const ALLOWED = [
  /^English$/,
  /^JSON$/,
  /^GB\/T$|^GB$/,
  // A code, a file id, a rule, a rulebook, the number of a file, of a document or of a report.
  /^(\d{6}-)?[0-9A-HJ-NPQRTUWXY]{18}$/,
  /^[A-Z]{2,4}\d*-[\d.-]+$/,
  /^[a-z][a-z0-9-]*@\d{4}-\d{2}-\d{2}$/,
  // The example of initials in the hint of the search.
  /^xjxy$/,
];

/**
 * The Latin words among the accessible names of a page that are not allowed on a Chinese one.
 *
 * Lines are left out, being parts of the texts that are wrapped into them.
 * What a browser says itself inside a date field is in its own language and left out.
 */
export async function latinWordsSpoken(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as {
    readonly nodes: readonly AxNode[];
  };
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const words = new Set<string>();
  for (const node of nodes) {
    if (node.ignored === true || node.role?.value === 'InlineTextBox' || isInsideDateField(node, byId))
      continue;
    for (const text of [node.name?.value, node.description?.value]) {
      if (typeof text !== 'string') continue;
      for (const word of text.split(/[^A-Za-z0-9@./-]+/)) {
        if (/[A-Za-z]/.test(word) && !ALLOWED.some((allowed) => allowed.test(word))) words.add(word);
      }
    }
  }
  return [...words];
}

interface AxNode {
  readonly nodeId: string;
  readonly parentId?: string;
  readonly ignored?: boolean;
  readonly role?: { readonly value?: unknown };
  readonly name?: { readonly value?: unknown };
  readonly description?: { readonly value?: unknown };
}

function isInsideDateField(node: AxNode, byId: ReadonlyMap<string, AxNode>): boolean {
  for (let at = node.parentId; at !== undefined; at = byId.get(at)?.parentId) {
    if (byId.get(at)?.role?.value === 'Date') return true;
  }
  return false;
}
