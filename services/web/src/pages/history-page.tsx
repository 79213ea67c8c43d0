/** @jsxRuntime automatic */
import type { PublishedEvent, RegisterPublication } from '@ledger/schemas/http/register';
import { AsAtBanner, type ChosenDays } from '../view/as-at.tsx';
import { Law } from '../view/law.tsx';
import { Page } from '../view/layout.tsx';
import { type Locale, pathOfFile, useLocale } from '../view/locale.tsx';
import { SimulationMark, Status } from '../view/status.tsx';
import { Link, Moment, Original } from '../view/text.tsx';

/** Every published event of a file in the order of its records. */
export function HistoryPage({
  locale,
  publication,
  days,
  jsonAddress,
}: {
  readonly locale: Locale;
  readonly publication: RegisterPublication;
  readonly days: ChosenDays;
  readonly jsonAddress: string;
}) {
  const { words } = locale;
  const path = pathOfFile(publication.fileId);
  return (
    <Page
      frame={{
        locale,
        title: words.history.title,
        trail: [{ to: path, text: publication.name }],
        jsonAddress,
        simulation: publication.simulation,
      }}
    >
      <header className="entry-head">
        <p className="kicker">{words.history.title}</p>
        <h1>
          <Original>{publication.name}</Original>
        </h1>
        <p>
          <Status of={publication.status} long /> {publication.simulation && <SimulationMark />}
        </p>
      </header>
      <AsAtBanner days={days} />
      <p>
        <strong>{words.history.count(publication.history.length)}</strong> {words.history.lead}
      </p>
      {publication.history.length === 0 ? (
        <p className="nothing">{words.history.empty}</p>
      ) : (
        <ol className="timeline">
          {publication.history.map((event) => (
            <Event key={event.revision} event={event} />
          ))}
        </ol>
      )}
      <p>
        <Link to={path} query={{ ...days }} className="action">
          {words.history.back}
        </Link>
      </p>
    </Page>
  );
}

function Event({ event }: { readonly event: PublishedEvent }) {
  const { words } = useLocale();
  const t = words.history;
  // The record's own word is Chinese; a type that is new to us is told in it all the same.
  const title = words.code === 'en' ? (t.events[event.type] ?? event.title) : event.title;
  return (
    <li id={`r${event.revision}`}>
      <p className="when">
        <Moment of={event.occurredAt} withTime />
        <span className="aside">{t.record(event.revision)}</span>
      </p>
      <h2>
        {title}
        {event.about !== undefined && (
          <span className="about">{t.fields[event.about] ?? <Original>{event.about}</Original>}</span>
        )}
      </h2>
      {event.effectiveFrom !== undefined && (
        <p>
          {t.effectiveFrom} <Moment of={event.effectiveFrom} />
        </p>
      )}
      {event.document !== undefined && (
        <p>
          {t.document}{' '}
          <Original>{[event.document.organ, event.document.number].filter(Boolean).join(' ')}</Original>
        </p>
      )}
      <Law of={title} basis={event.basis} />
    </li>
  );
}
