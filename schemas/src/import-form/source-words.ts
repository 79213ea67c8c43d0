import type { Objection } from './fault.ts';

export type Translated =
  | { readonly data: Readonly<Record<string, unknown>> }
  | { readonly objection: Objection };

class Untranslatable extends Error {
  readonly objection: Objection;
  constructor(objection: Objection) {
    super(objection.reason);
    this.objection = objection;
  }
}

/**
 * A payload of the import form in the words of the schemas: camelCase, fen for yuan, basis points for ratios, bare hex
 * for digests. A field that is null says nothing and is left out. Errors: never throws.
 */
export function translatePayload(source: Readonly<Record<string, unknown>>): Translated {
  try {
    return { data: translateObject(source, 'data') };
  } catch (error) {
    if (error instanceof Untranslatable) return { objection: error.objection };
    throw error;
  }
}

/** Fields of a payload that the import form states beside `data`. */
const BESIDE_DATA: Readonly<Record<string, string>> = {
  due: 'due',
  uscc: 'uscc',
  agencyName: 'agency_name',
  onBehalfOf: 'actor.on_behalf',
};

/** A path of a payload as the import form would write it: `data.projects[0].amount_cny`. Never throws. */
export function sourcePathOf(path: string): string {
  const [first = ''] = path.split('.');
  const beside = Object.hasOwn(BESIDE_DATA, first) ? BESIDE_DATA[first] : undefined;
  const words = path
    .slice(beside === undefined ? 0 : first.length)
    .replace(/Fen\b/g, 'Cny')
    .replace(/inspectionRatioBp\b/g, 'inspectionRatio')
    .replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  if (beside !== undefined) return `${beside}${words}`;
  return path === '' ? 'data' : `data.${words}`;
}

/** A field's name in camelCase; words of the import form that name fields (`amount_cny`) follow the schemas too. */
export function fieldNameOf(source: string): string {
  if (source === 'inspection_ratio') return 'inspectionRatioBp';
  return source.replace(/_cny$/, '_fen').replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Yuan as fen. Shape: undefined unless it is a number of yuan with at most two decimals. */
export function fenOfYuan(yuan: unknown): number | undefined {
  return scaled(yuan, 2);
}

const SOURCE_NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

function translateObject(source: object, place: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(source)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => {
        const field = `${place}.${key}`;
        if (!SOURCE_NAME.test(key)) {
          throw new Untranslatable({
            code: 'IMPORT_FIELD_UNKNOWN',
            reason: 'the import form writes names_like_this',
            field,
          });
        }
        return [fieldNameOf(key), translateValue(key, value, field)];
      }),
  );
}

function translateValue(key: string, value: unknown, field: string): unknown {
  if (Array.isArray(value))
    return value.map((item, index) => translateValue(key, item, `${field}[${index}]`));
  if (typeof value === 'object' && value !== null) return translateObject(value, field);
  if (key.endsWith('_cny'))
    return exactly(fenOfYuan(value), 'is no number of yuan with at most two decimals', field);
  if (key === 'inspection_ratio')
    return exactly(scaled(value, 4), 'is no ratio with at most four decimals', field);
  if ((key === 'sha256' || key.endsWith('_sha256')) && typeof value === 'string')
    return value.replace(/^sha256:/, '');
  return value;
}

function exactly(value: number | undefined, reason: string, field: string): number {
  if (value === undefined) throw new Untranslatable({ code: 'IMPORT_FIELD_INVALID', reason, field });
  return value;
}

// By the digits, not by multiplying: 0.07 × 100 is not 7.
function scaled(value: unknown, decimals: number): number | undefined {
  const match = typeof value === 'number' ? /^(\d+)(?:\.(\d+))?$/.exec(String(value)) : null;
  const fraction = match?.[2] ?? '';
  if (match === null || fraction.length > decimals) return undefined;
  const integer = Number(`${match[1]}${fraction.padEnd(decimals, '0')}`);
  return Number.isSafeInteger(integer) ? integer : undefined;
}
