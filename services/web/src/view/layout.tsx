/** @jsxRuntime automatic */
import type { ReactNode } from 'react';
import { STYLESHEET } from '../stylesheet.ts';
import { cutToGraphemes, withoutDirectionMarks } from '../words/format.ts';
import { LANGUAGES, type Language } from '../words/index.ts';
import { Mark } from './icons.tsx';
import { addressOf, type Locale, LocaleProvider, useLocale } from './locale.tsx';
import { Link, Original } from './text.tsx';

export interface Crumb {
  readonly to: string;
  readonly text: string;
}

/** What a page is, apart from its content. */
export interface PageFrame {
  readonly locale: Locale;
  readonly title: string;
  /** True when the title is the ledger's own text, a name. */
  readonly titleIsOriginal?: boolean;
  /** The way from the home page to here, this page apart. */
  readonly trail?: readonly Crumb[];
  /** The same content for programs. */
  readonly jsonAddress?: string;
  /** The position of the ledger that the content stands for. */
  readonly position?: number;
  /** Draws the mark 模拟 behind the printed page. */
  readonly simulation?: boolean;
}

const TITLE_GRAPHEMES_MAX = 60;

/** A whole document: head, header, way here, content, footer. */
export function Page({ frame, children }: { readonly frame: PageFrame; readonly children: ReactNode }) {
  const { locale } = frame;
  const { words } = locale;
  const ownTitle = cutToGraphemes(withoutDirectionMarks(frame.title), TITLE_GRAPHEMES_MAX);
  return (
    <html lang={words.code}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{ownTitle === words.site.name ? ownTitle : `${ownTitle} – ${words.site.name}`}</title>
        <link rel="stylesheet" href={STYLESHEET.path} />
        <link rel="icon" href="/assets/mark.svg" type="image/svg+xml" />
        {frame.jsonAddress !== undefined && (
          <link rel="alternate" type="application/json" href={frame.jsonAddress} title="JSON" />
        )}
        {otherLanguages(locale.language).map((language) => (
          <link
            key={language}
            rel="alternate"
            hrefLang={language}
            href={addressOf(locale.path, locale.query, language)}
          />
        ))}
      </head>
      <body className={frame.simulation === true ? 'simulation' : undefined}>
        <LocaleProvider locale={locale}>
          <a className="skip" href="#content">
            {words.site.skip}
          </a>
          <Header />
          {frame.trail !== undefined && <Trail trail={frame.trail} frame={frame} />}
          <main id="content" tabIndex={-1}>
            {children}
          </main>
          <Footer frame={frame} />
        </LocaleProvider>
      </body>
    </html>
  );
}

function Header() {
  const { words, path } = useLocale();
  return (
    <header className="site">
      <div className="width">
        <Link to="/" className="brand">
          <Mark />
          <span>{words.site.name}</span>
        </Link>
        <nav aria-label={words.site.sections}>
          <ul>
            <li>
              <Link to="/" current={path === '/'}>
                {words.site.search}
              </Link>
            </li>
            <li>
              <Link to="/about" current={path === '/about'}>
                {words.site.about}
              </Link>
            </li>
            <li>
              <LanguageLinks />
            </li>
          </ul>
        </nav>
      </div>
    </header>
  );
}

/** The same page in the other languages, each named in itself. */
function LanguageLinks() {
  const { language, path, query } = useLocale();
  return (
    <>
      {otherLanguages(language).map((other) => (
        <a key={other} href={addressOf(path, query, other)} hrefLang={other} lang={other}>
          {LANGUAGES[other].name}
        </a>
      ))}
    </>
  );
}

function Trail({ trail, frame }: { readonly trail: readonly Crumb[]; readonly frame: PageFrame }) {
  const { words } = useLocale();
  const here = cutToGraphemes(frame.title, TITLE_GRAPHEMES_MAX);
  return (
    <nav className="trail width" aria-label={words.site.breadcrumb}>
      <ol>
        <li>
          <Link to="/">{words.site.home}</Link>
        </li>
        {trail.map(({ to, text }) => (
          <li key={to}>
            <Link to={to}>
              <Original>{cutToGraphemes(text, TITLE_GRAPHEMES_MAX)}</Original>
            </Link>
          </li>
        ))}
        <li aria-current="page">{frame.titleIsOriginal === true ? <Original>{here}</Original> : here}</li>
      </ol>
    </nav>
  );
}

function Footer({ frame }: { readonly frame: PageFrame }) {
  const { words } = useLocale();
  return (
    <footer className="site">
      <div className="width">
        <p>
          {[
            words.site.source,
            words.site.beijingTime,
            ...(frame.position === undefined ? [] : [words.site.standsFor(frame.position)]),
          ].join(words.code === 'en' ? ' ' : '')}
        </p>
        <nav aria-label={words.site.footer}>
          <ul>
            <li>
              <Link to="/about">{words.site.about}</Link>
            </li>
            <li>
              <a href="/docs">{words.site.docs}</a>
            </li>
            {frame.jsonAddress !== undefined && (
              <li>
                <a href={frame.jsonAddress} type="application/json">
                  {words.site.data}
                </a>
              </li>
            )}
          </ul>
        </nav>
      </div>
    </footer>
  );
}

function otherLanguages(language: Language): readonly Language[] {
  return (Object.keys(LANGUAGES) as Language[]).filter((other) => other !== language);
}
