import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const HERE = import.meta.dirname;
const ROOT = join(HERE, '..', '..', '..');

interface Lesson {
  readonly property: string;
  readonly file: string;
  readonly test: string;
}

/** The rows of the table of properties in SPEC.md. */
function lessons(): readonly Lesson[] {
  const text = readFileSync(join(HERE, '..', 'SPEC.md'), 'utf8');
  return text
    .split('\n')
    .filter((line) => /^\| [PK]\d/.test(line))
    .map((line) => {
      const [, property = '', , file = '', test = ''] = line.split('|').map((cell) => cell.trim());
      return { property, file: file.replaceAll('`', ''), test };
    });
}

describe('the lessons of SPEC.md', () => {
  it('are all of P1 to P6 and K1 to K8', () => {
    const numbers = new Set(lessons().map(({ property }) => property.slice(0, 2)));
    const wanted = [...'123456']
      .map((number) => `P${number}`)
      .concat([...'12345678'].map((number) => `K${number}`));
    expect([...numbers].sort()).toEqual(wanted.sort());
  });

  it.each(lessons())('$property: has its test', ({ file, test }) => {
    expect(readFileSync(join(ROOT, file), 'utf8')).toContain(test);
  });
});

describe('the engine', () => {
  it('asks PostgreSQL for no isolation level whose guarantees are in doubt', () => {
    const sources = readdirSync(HERE).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));
    const asking = sources.filter((name) => readFileSync(join(HERE, name), 'utf8').includes('SERIALIZABLE'));
    expect(sources.length).toBeGreaterThan(30);
    expect(asking).toEqual([]);
  });
});
