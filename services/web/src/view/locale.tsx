/** @jsxRuntime automatic */
import { createContext, type ReactNode, useContext } from 'react';
import { DEFAULT_LANGUAGE, type Language, type Words, wordsOf } from '../words/index.ts';

/** In what language, and at which address, a page is made. */
export interface Locale {
  readonly language: Language;
  readonly words: Words;
  /** Path of the page itself, without its query. */
  readonly path: string;
  /** The page's own query, the language apart. */
  readonly query: Query;
}

export type Query = Readonly<Record<string, string | number | undefined>>;

const LocaleContext = createContext<Locale>({
  language: DEFAULT_LANGUAGE,
  words: wordsOf(DEFAULT_LANGUAGE),
  path: '/',
  query: {},
});

/** Gives everything inside the words and the address of the page. */
export function LocaleProvider({
  locale,
  children,
}: {
  readonly locale: Locale;
  readonly children: ReactNode;
}) {
  return <LocaleContext value={locale}>{children}</LocaleContext>;
}

/** The words and the address of the page that is being made. */
export function useLocale(): Locale {
  return useContext(LocaleContext);
}

/** An address inside the register in the reader's language; members without a value are left out. */
export function addressOf(path: string, query: Query, language: Language): string {
  const written = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') written.set(name, String(value));
  }
  if (language !== DEFAULT_LANGUAGE) written.set('lang', language);
  const text = written.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The path of a file's page. */
export function pathOfFile(fileId: string): string {
  return `/register/${encodeURIComponent(fileId)}`;
}
