import { en } from './en.ts';
import { type Words, zh } from './zh.ts';

/** The languages of the public pages, the first of them the one that holds. */
export const LANGUAGES = { 'zh-CN': zh, en } as const satisfies Readonly<Record<string, Words>>;

export type Language = keyof typeof LANGUAGES;
export type { Words };

export const DEFAULT_LANGUAGE: Language = 'zh-CN';

/** The language an address asks for; the default for anything else. */
export function languageOf(lang: string | undefined): Language {
  return lang === 'en' ? 'en' : DEFAULT_LANGUAGE;
}

/** The words of a language. */
export function wordsOf(language: Language): Words {
  return LANGUAGES[language];
}
