/** @jsxRuntime automatic */
import { readableDay } from '../words/format.ts';
import { DEFAULT_LANGUAGE } from '../words/index.ts';
import { useLocale } from './locale.tsx';
import { Link } from './text.tsx';

/** The two days a reader chose, as they stand in the address. */
export interface ChosenDays {
  readonly asOf?: string;
  readonly knownAt?: string;
}

/** Says on every page of the past that it is one, and leads back to today. */
export function AsAtBanner({ days }: { readonly days: ChosenDays }) {
  const { words, language, path } = useLocale();
  if (days.asOf === undefined && days.knownAt === undefined) return null;
  const readable = (day: string | undefined) => (day === undefined ? undefined : readableDay(day, language));
  return (
    <p className="banner banner-as-at">
      <strong>{words.asAt.banner(readable(days.asOf), readable(days.knownAt))}</strong>{' '}
      <Link to={path}>{words.asAt.back}</Link>
    </p>
  );
}

/** Asks for the page as at a day, by its address. */
export function AsAtForm({ days, today }: { readonly days: ChosenDays; readonly today: string }) {
  const { words, language, path } = useLocale();
  return (
    <details className="as-at">
      <summary>{words.asAt.title}</summary>
      <form method="get" action={path}>
        {language !== DEFAULT_LANGUAGE && <input type="hidden" name="lang" value={language} />}
        <p className="hint">{words.asAt.lead}</p>
        <p>
          <label htmlFor="asOf">{words.asAt.asOf}</label>
          <input id="asOf" name="asOf" type="date" max={today} defaultValue={days.asOf?.slice(0, 10)} />
        </p>
        <p>
          <label htmlFor="knownAt">{words.asAt.knownAt}</label>
          <input
            id="knownAt"
            name="knownAt"
            type="date"
            max={today}
            defaultValue={days.knownAt?.slice(0, 10)}
          />
        </p>
        <button type="submit">{words.asAt.submit}</button>
      </form>
    </details>
  );
}
