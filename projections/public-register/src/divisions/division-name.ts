import names from './gb-t-2260.json' with { type: 'json' };

/** Six-digit codes of GB/T 2260 and their names, as published to 2023-06-30; see README.md beside this file. */
const NAMES: Readonly<Record<string, string>> = names;

/**
 * A division's full name, from the province down: `新疆维吾尔自治区乌鲁木齐市天山区`.
 *
 * Shape:  divisions under a province directly have no prefecture in between; undefined when the code is not in the table.
 * Units:  six digits of GB/T 2260.
 */
export function divisionNameOf(code: string): string | undefined {
  const own = NAMES[code];
  if (own === undefined) return undefined;
  const above = [`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`].filter((upper) => upper !== code);
  return [...new Set(above)].map((upper) => NAMES[upper] ?? '').join('') + own;
}
