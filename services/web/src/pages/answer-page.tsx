/** @jsxRuntime automatic */
import type { ReactNode } from 'react';
import { NoFileIcon, NoteIcon } from '../view/icons.tsx';
import { Jurisdictions } from '../view/jurisdictions.tsx';
import { Page } from '../view/layout.tsx';
import { addressOf, type Locale } from '../view/locale.tsx';
import { Link } from '../view/text.tsx';

interface OfFile {
  readonly locale: Locale;
  readonly uscc: string;
  readonly jurisdiction: string;
}

/** The ledger has no file of that agency there. */
export function NotOnFilePage({ locale, uscc, jurisdiction }: OfFile) {
  const { words } = locale;
  const place = words.jurisdictions[jurisdiction] ?? jurisdiction;
  return (
    <Answer locale={locale} title={words.notOnFile.title} icon={<NoFileIcon />}>
      <p>{words.notOnFile.text(uscc, place)}</p>
      <p>{words.notOnFile.voluntary}</p>
      <Elsewhere locale={locale} uscc={uscc} jurisdiction={jurisdiction} />
    </Answer>
  );
}

/** There is a file, and the law shows the public nothing of it. */
export function NotPublicPage({ locale, uscc, jurisdiction }: OfFile) {
  const { words } = locale;
  const place = words.jurisdictions[jurisdiction] ?? jurisdiction;
  return (
    <Answer locale={locale} title={words.notPublic.title} icon={<NoteIcon />}>
      <p>{words.notPublic.text(uscc, place)}</p>
      <p>{words.notPublic.reason}</p>
      <Elsewhere locale={locale} uscc={uscc} jurisdiction={jurisdiction} />
    </Answer>
  );
}

/** The ledger cannot be read: nothing is said of any agency. */
export function CannotAnswerPage({
  locale,
  retryAfterSeconds,
}: {
  readonly locale: Locale;
  readonly retryAfterSeconds: number;
}) {
  const { words } = locale;
  return (
    <Answer locale={locale} title={words.cannotAnswer.title} icon={<NoteIcon />}>
      <p>{words.cannotAnswer.text}</p>
      <p>
        <strong>{words.cannotAnswer.notAbsence}</strong>
      </p>
      <p>{words.cannotAnswer.retry(retryAfterSeconds)}</p>
      <p>
        <a className="action" href={addressOf(locale.path, locale.query, locale.language)}>
          {words.cannotAnswer.again}
        </a>
      </p>
    </Answer>
  );
}

/** What else can be wrong with an address or with us. */
export function FaultPage({
  locale,
  fault,
}: {
  readonly locale: Locale;
  readonly fault: 'badFileId' | 'badMoment' | 'notFound' | 'failed';
}) {
  const { title, text } = locale.words[fault];
  return (
    <Answer locale={locale} title={title} icon={<NoteIcon />}>
      <p>{text}</p>
    </Answer>
  );
}

function Elsewhere({ locale, uscc, jurisdiction }: OfFile) {
  return (
    <p>
      {locale.words.otherJurisdictions}
      {locale.language === 'en' ? ': ' : '：'}
      <Jurisdictions uscc={uscc} but={jurisdiction} />
    </p>
  );
}

function Answer({
  locale,
  title,
  icon,
  children,
}: {
  readonly locale: Locale;
  readonly title: string;
  readonly icon: ReactNode;
  readonly children: ReactNode;
}) {
  const { words } = locale;
  return (
    <Page frame={{ locale, title, trail: [] }}>
      <div className="answer">
        <h1>
          {icon} {title}
        </h1>
        {children}
        <p>
          <Link to="/" className="action">
            {words.site.search}
          </Link>
        </p>
      </div>
    </Page>
  );
}
