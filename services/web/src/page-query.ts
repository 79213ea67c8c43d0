import {
  endOfMoment,
  momentSchema,
  type RegisterSearch,
  registerSearchSchema,
  type ViewMoment,
} from '@ledger/schemas/http/register';
import type { ChosenDays } from './view/as-at.tsx';
import type { Locale, Query } from './view/locale.tsx';
import { languageOf, wordsOf } from './words/index.ts';

/** The members of an address' query as a form leaves them: those without a value are none, of repeated ones the first counts. */
export function plainQuery(query: unknown): Readonly<Record<string, string>> {
  if (typeof query !== 'object' || query === null) return {};
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(query)) {
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof first === 'string' && first.trim() !== '') plain[name] = first;
  }
  return plain;
}

/** The language and address of a page that was asked for. */
export function localeOf(path: string, query: Readonly<Record<string, string>>): Locale {
  const { lang, ...own } = query;
  const language = languageOf(lang);
  return { language, words: wordsOf(language), path, query: own satisfies Query };
}

export type ReadSearch =
  | { readonly search: RegisterSearch; readonly faults?: undefined }
  | { readonly faults: readonly string[] };

/** The search in an address, or the fields that cannot be read, each once. */
export function readSearch(query: Readonly<Record<string, string>>): ReadSearch {
  const parsed = registerSearchSchema.safeParse(query);
  if (parsed.success) return { search: parsed.data };
  return { faults: [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))] };
}

export type ReadDays =
  | { readonly days: ChosenDays; readonly at: ViewMoment; readonly faults?: undefined }
  | { readonly faults: readonly string[] };

/** The two days in an address, as chosen and as the moments they mean, or the fields that are no days. */
export function readDays({ asOf, knownAt }: Readonly<Record<string, string>>): ReadDays {
  const chosen = { ...(asOf !== undefined && { asOf }), ...(knownAt !== undefined && { knownAt }) };
  const faults = Object.entries(chosen)
    .filter(([, moment]) => !momentSchema.safeParse(moment).success)
    .map(([name]) => name);
  if (faults.length > 0) return { faults };
  const at = {
    ...(asOf !== undefined && { asOf: endOfMoment(asOf) }),
    ...(knownAt !== undefined && { knownAt: endOfMoment(knownAt) }),
  };
  return { days: chosen, at };
}
