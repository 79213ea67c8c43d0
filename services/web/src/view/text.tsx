/** @jsxRuntime automatic */
import type { ReactNode } from 'react';
import { readableDay, readableMoney, tabularDay, timeOfDay, withoutDirectionMarks } from '../words/format.ts';
import { DEFAULT_LANGUAGE } from '../words/index.ts';
import { addressOf, type Query, useLocale } from './locale.tsx';

/**
 * Text as the ledger has it, marked as Chinese and kept to itself.
 *
 * An isolation alone does not do: an isolate that the text opens and never closes swallows the end of ours.
 */
export function Original({ children }: { readonly children: string }) {
  const { language } = useLocale();
  return (
    <bdi lang={language === DEFAULT_LANGUAGE ? undefined : DEFAULT_LANGUAGE}>
      {withoutDirectionMarks(children)}
    </bdi>
  );
}

/** Several texts in a row; a line breaks between them and not inside. */
export function Originals({ of }: { readonly of: readonly string[] }) {
  return of.map((text, index) => (
    <span key={text} className="piece">
      <Original>{text}</Original>
      {index < of.length - 1 && '、'}
    </span>
  ));
}

/** A day or a moment of Beijing time, written for reading. */
export function Moment({ of, withTime = false }: { readonly of: string; readonly withTime?: boolean }) {
  const { language } = useLocale();
  const time = withTime ? timeOfDay(of) : undefined;
  return (
    <time dateTime={of}>
      {readableDay(of, language)}
      {time !== undefined && ` ${time}`}
    </time>
  );
}

/** A day as tables have it. */
export function Day({ of }: { readonly of: string }) {
  return <time dateTime={tabularDay(of)}>{tabularDay(of)}</time>;
}

/** An amount of money. Units: fen. */
export function Money({ fen }: { readonly fen: number }) {
  const { language } = useLocale();
  return <>{readableMoney(fen, language)}</>;
}

/** A link inside the register that keeps the reader's language. */
export function Link({
  to,
  query = {},
  className,
  current,
  children,
}: {
  readonly to: string;
  readonly query?: Query;
  readonly className?: string;
  readonly current?: boolean;
  readonly children: ReactNode;
}) {
  const { language } = useLocale();
  const [path = '', anchor] = to.split('#');
  const href = addressOf(path, query, language) + (anchor === undefined ? '' : `#${anchor}`);
  return (
    <a href={href} className={className} aria-current={current === true ? 'page' : undefined}>
      {children}
    </a>
  );
}
