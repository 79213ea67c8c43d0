import type { RouteOptions } from 'fastify';

/** Which methods each address takes, so that a wrong method is told apart from a wrong address. */
export class RouteBook {
  readonly #routes: { readonly parts: readonly string[]; readonly methods: readonly string[] }[] = [];

  add(route: RouteOptions): void {
    this.#routes.push({ parts: partsOf(route.url), methods: [route.method].flat() });
  }

  /** Shape: sorted, distinct; empty when nothing is served there. */
  methodsAt(path: string): readonly string[] {
    const asked = partsOf(path);
    const methods = this.#routes
      .filter(({ parts }) => covers(parts, asked))
      .flatMap((route) => route.methods);
    return [...new Set(methods)].sort();
  }
}

function partsOf(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '');
}

function covers(pattern: readonly string[], asked: readonly string[]): boolean {
  if (pattern.at(-1) === '*') return covers(pattern.slice(0, -1), asked.slice(0, pattern.length - 1));
  return (
    pattern.length === asked.length && pattern.every((part, at) => part.startsWith(':') || part === asked[at])
  );
}
