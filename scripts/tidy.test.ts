import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { PROBLEMS } from '@ledger/api';
import { REFUSAL_CODES } from '@ledger/credit-file';
import { IMPORT_FAULTS } from '@ledger/schemas';
import { describe, expect, it } from 'vitest';
import { lawCoverageUnder, PAGE } from './law-coverage/law-coverage.ts';
import { LEFT_OUT } from './law-coverage/left-out.ts';

/** The importer's own fault, beside those of the import form. */
const IMPORT_CONTRADICTION = 'IMPORT_CONTRADICTS_LEDGER';

const ROOT = join(import.meta.dirname, '..');

/** The direction of dependencies: a package imports only from lower layers, or what is named beside it. */
const LAYERS: Readonly<Record<string, { readonly layer: number; readonly alsoFrom?: readonly string[] }>> = {
  'packages/statutory-calendar': { layer: 0 },
  'packages/transparency-log': { layer: 0 },
  'packages/embedded-postgres': { layer: 0 },
  'packages/embedded-node': { layer: 0 },
  'packages/personal-data': { layer: 0 },
  schemas: { layer: 1 },
  'packages/rulebooks': { layer: 1 },
  'packages/credit-file': { layer: 2 },
  'packages/event-log': { layer: 3 },
  'packages/projection-engine': { layer: 3 },
  'projections/public-register': { layer: 3, alsoFrom: ['projection-engine'] },
  'projections/supervision-grade': { layer: 3, alsoFrom: ['projection-engine'] },
  'projections/audit-trail': { layer: 3, alsoFrom: ['projection-engine'] },
  'projections/worklist': { layer: 3, alsoFrom: ['projection-engine'] },
  'projections/statistics': { layer: 3, alsoFrom: ['projection-engine'] },
  'services/projector': { layer: 4 },
  'services/timekeeper': { layer: 4, alsoFrom: ['projector'] },
  'services/log': { layer: 4, alsoFrom: ['projector'] },
  'services/web': { layer: 4 },
  'services/api': { layer: 4, alsoFrom: ['web', 'projector', 'timekeeper', 'log'] },
  'services/webhooks': { layer: 4, alsoFrom: ['api', 'projector'] },
  'services/cli': { layer: 4, alsoFrom: ['web', 'api', 'projector', 'timekeeper', 'webhooks', 'log'] },
  scripts: { layer: 5 },
};

/** What a pure layer must not ask, and what it is given instead. */
const BANNED_IN_PURE_LAYERS: readonly (readonly [RegExp, string])[] = [
  [/\bDate\.now\b/, 'take `now` as an argument'],
  [/\bnew Date\(\)/, 'take `now` as an argument'],
  [/\bMath\.random\b/, 'take the randomness as an argument'],
  [/\bprocess\.env\b/, 'take the setting as an argument'],
  [/\bconsole\./, 'return a value or take `log` as an argument'],
];
/** Processes of their own inside a package: they compose, as a service does. */
const COMPOSERS = /(^|\/)(main|[a-z-]+\.process)\.ts$/;
const BANNED_WORDS_IN_NAMES = /(manager|helper|util|common|misc|impl)s?([.-]|$)/;

const layerOf = (name: string): { readonly layer: number } | undefined =>
  Object.entries(LAYERS).find(([path]) => path.split('/').at(-1) === name)?.[1];

describe('direction of dependencies', () => {
  it.each(Object.entries(LAYERS))('%s imports only from lower layers', (path, { layer, alsoFrom = [] }) => {
    const allowed = (name: string): boolean =>
      alsoFrom.includes(name) || (layerOf(name)?.layer ?? 99) < layer;
    const own = path.split('/').at(-1);
    const upwards = sources(path, { tests: false }).flatMap((file) =>
      importsOf(file)
        .filter((name) => name !== own && !allowed(name))
        .map((name) => `${relative(ROOT, file)} imports @ledger/${name}`),
    );
    expect(upwards).toEqual([]);
  });

  it.each(Object.keys(LAYERS))('%s declares what it imports and nothing else of ours', (path) => {
    const manifest = readManifest(path);
    const runtime = Object.keys(manifest.dependencies ?? {}).filter(isOurs);
    const all = [...runtime, ...Object.keys(manifest.devDependencies ?? {}).filter(isOurs)];
    const imported = new Set(sources(path, { tests: true }).flatMap(importsOf));
    imported.delete(path.split('/').at(-1) ?? '');
    expect([...imported].filter((name) => !all.includes(`@ledger/${name}`))).toEqual([]);
    expect(runtime.filter((name) => !imported.has(name.replace('@ledger/', '')))).toEqual([]);
  });

  it.each(Object.keys(LAYERS))('%s references in tsconfig.json what it depends on', (path) => {
    const manifest = readManifest(path);
    const declared = [
      ...Object.keys(manifest.dependencies ?? {}),
      ...Object.keys(manifest.devDependencies ?? {}),
    ]
      .filter(isOurs)
      .map((name) => name.replace('@ledger/', ''));
    const tsconfig = JSON.parse(readFileSync(join(ROOT, path, 'tsconfig.json'), 'utf8')) as {
      references?: { path: string }[];
    };
    const referenced = (tsconfig.references ?? []).map(({ path: to }) => to.split('/').at(-1) ?? '');
    expect(declared.filter((name) => !referenced.includes(name))).toEqual([]);
  });

  // The bench measures the client itself, beside the node and without it; the fault campaign is a client of the node.
  it('only event-log and the embedded node know the client of the event store', () => {
    const others = Object.keys(LAYERS)
      .filter((path) => !['packages/event-log', 'packages/embedded-node'].includes(path))
      .flatMap((path) => sources(path, { tests: false }))
      .filter((file) => !/^scripts\/(bench|chaos\/node)\//.test(relative(ROOT, file)))
      .filter((file) => /from '@eventstore\//.test(readFileSync(file, 'utf8')));
    expect(others.map((file) => relative(ROOT, file))).toEqual([]);
  });
});

describe('the pure layers', () => {
  const pure = Object.entries(LAYERS)
    .filter(([path, { layer }]) => layer <= 3 && path !== 'packages/embedded-postgres')
    .flatMap(([path]) => sources(path, { tests: false }))
    .filter((file) => !COMPOSERS.test(file));

  it.each(BANNED_IN_PURE_LAYERS)('never say %s', (pattern, instead) => {
    const found = pure.filter((file) => pattern.test(withoutComments(readFileSync(file, 'utf8'))));
    expect(found.map((file) => `${relative(ROOT, file)}: ${instead}`)).toEqual([]);
  });
});

describe('names', () => {
  it('say what a file is, not what kind of thing it is', () => {
    const vague = Object.keys(LAYERS)
      .flatMap((path) => sources(path, { tests: true }))
      .map((file) => relative(ROOT, file))
      .filter((file) => BANNED_WORDS_IN_NAMES.test(file.split('/').at(-1) ?? ''));
    expect(vague).toEqual([]);
  });
});

describe('the documents', () => {
  it.each(['README.md', 'ARCHITECTURE.md', 'docs/operations.md', 'docs/reliability.md'])(
    '%s names only files that are there',
    (page) => {
      const text = readFileSync(join(ROOT, page), 'utf8');
      const named = [
        ...text.matchAll(/`((?:packages|projections|services|schemas|scripts|docs)\/[\w./-]+)`/g),
      ];
      expect(named.map(([, path = '']) => path).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    },
  );
});

describe('errors', () => {
  it('have a heading each in docs/errors.md, and no heading is left without a code', () => {
    const headings = [...readFileSync(join(ROOT, 'docs/errors.md'), 'utf8').matchAll(/^### ([A-Z0-9_]+)$/gm)];
    expect(headings.map(([, code]) => code).toSorted()).toEqual([...codesInSources()].toSorted());
  });
});

describe('the law', () => {
  const { page, untested, unknown } = lawCoverageUnder(ROOT);

  it('has a test for every must', () => expect(untested('must')).toEqual([]));

  it('has a reason for every should without a test, and for nothing else', () =>
    expect(Object.keys(LEFT_OUT).toSorted()).toEqual(untested('should').toSorted()));

  it('is cited in titles only by ids that a catalogue has', () => expect(unknown).toEqual([]));

  it('has its page written anew by `pnpm law-coverage`', () =>
    expect(readFileSync(join(ROOT, PAGE), 'utf8')).toBe(page));
});

/** Codes stand in unions named `…ErrorCode` or `…FaultCode`, and in the catalogues of refusals, import faults and problems. */
function codesInSources(): ReadonlySet<string> {
  const unions = Object.keys(LAYERS)
    .flatMap((path) => sources(path, { tests: false }))
    .flatMap((file) => [
      ...withoutComments(readFileSync(file, 'utf8')).matchAll(/type \w+(?:Error|Fault)Code =([^;]*);/g),
    ])
    .flatMap(([, union = '']) => [...union.matchAll(/'([A-Z][A-Z0-9_]+)'/g)].map(([, code = '']) => code));
  const catalogues = [REFUSAL_CODES, IMPORT_FAULTS, PROBLEMS].flatMap((catalogue) => Object.keys(catalogue));
  return new Set([...unions, ...catalogues, IMPORT_CONTRADICTION]);
}

function sources(path: string, { tests }: { readonly tests: boolean }): readonly string[] {
  const found: string[] = [];
  const walk = (folder: string): void => {
    for (const name of readdirSync(folder)) {
      if (name === 'node_modules' || name.startsWith('.')) continue;
      const full = join(folder, name);
      if (statSync(full).isDirectory()) {
        if (tests || name !== 'testing') walk(full);
      } else if (/\.tsx?$/.test(name) && (tests || !/\.(spec|test)\.tsx?$/.test(name))) found.push(full);
    }
  };
  walk(join(ROOT, path));
  return found;
}

function importsOf(file: string): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(/from '@ledger\/([a-z-]+)(?:\/[^']*)?'/g)].map(
    ([, name]) => name ?? '',
  );
}

function readManifest(path: string): {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
} {
  return JSON.parse(readFileSync(join(ROOT, path, 'package.json'), 'utf8'));
}

function isOurs(name: string): boolean {
  return name.startsWith('@ledger/');
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}
