/** @jsxRuntime automatic */
import { ruleOf } from '@ledger/rulebooks';
import type { Citation } from '@ledger/schemas/http/register';
import { useLocale } from './locale.tsx';
import { Link, Original } from './text.tsx';

/** The article behind a fact, one focus away: its text, and the record that made the fact public. */
export function Law({
  of,
  basis,
  event,
}: {
  /** What rests on it, for readers who hear the page. */
  readonly of: string;
  readonly basis: readonly Citation[];
  readonly event?: { readonly path: string; readonly revision: number };
}) {
  const { words, query } = useLocale();
  return (
    <details className="law">
      <summary>
        <span className="unseen">
          {words.law.of(of)}
          {words.code === 'en' ? ': ' : '：'}
        </span>
        <Original>{[...new Set(basis.map(({ article }) => article))].join('、')}</Original>
      </summary>
      <div className="law-text">
        {basis.map((citation) => (
          <Article key={citation.id} citation={citation} />
        ))}
        {event !== undefined && (
          <p>
            <Link to={`${event.path}/history#r${event.revision}`} query={query}>
              {words.law.event(event.revision)}
            </Link>
          </p>
        )}
      </div>
    </details>
  );
}

function Article({ citation }: { readonly citation: Citation }) {
  const { words } = useLocale();
  const rule = ruleOf(citation.id);
  if (rule === undefined) return <p>{words.law.noText}</p>;
  return (
    <figure>
      <blockquote>
        <Original>{rule.quote}</Original>
      </blockquote>
      {words.code === 'en' && <p>{rule.english}</p>}
      <figcaption>
        <Original>{`《${rule.document}》${rule.article}`}</Original>{' '}
        <span className="rule-id">{citation.id}</span>
      </figcaption>
    </figure>
  );
}
