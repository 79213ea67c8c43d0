/** @jsxRuntime automatic */
import { LAW, type Rulebook } from '@ledger/rulebooks';
import { Page } from '../view/layout.tsx';
import { type Locale, useLocale } from '../view/locale.tsx';
import { Table } from '../view/table.tsx';
import { Original } from '../view/text.tsx';

type LawDocument = Rulebook['documents'][number] & { readonly jurisdiction: string };

/** What the register is, on which documents it rests, what it shows and which answers it gives. */
export function AboutPage({ locale }: { readonly locale: Locale }) {
  const t = locale.words.about;
  return (
    <Page frame={{ locale, title: t.title, trail: [] }}>
      <h1>{t.title}</h1>
      <p className="lead">{t.lead}</p>
      <section aria-labelledby="documents">
        <h2 id="documents">{t.documentsTitle}</h2>
        <p>{t.documentsLead}</p>
        <Documents />
      </section>
      <section aria-labelledby="shown">
        <h2 id="shown">{t.shownTitle}</h2>
        <List of={t.shown} />
      </section>
      <section aria-labelledby="answers">
        <h2 id="answers">{t.answersTitle}</h2>
        <List of={t.answers} />
      </section>
      <section aria-labelledby="time">
        <h2 id="time">{t.timeTitle}</h2>
        <p>{t.time}</p>
      </section>
    </Page>
  );
}

function Documents() {
  const { words, language } = useLocale();
  const t = words.about;
  return (
    <Table
      caption={t.documentsTitle}
      headed={false}
      rows={documentsOfLaw()}
      rowKey={({ prefix }) => prefix}
      columns={[
        {
          heading: t.document,
          cell: ({ title, english }) => (
            <>
              <Original>{`《${title}》`}</Original>
              {language === 'en' && <span className="line aside">{english}</span>}
            </>
          ),
        },
        { heading: t.number, cell: ({ number }) => <Original>{number ?? '—'}</Original> },
        { heading: t.force, cell: ({ status }) => t.forces[status] },
        {
          heading: t.jurisdiction,
          cell: ({ jurisdiction }) => words.jurisdictions[jurisdiction] ?? jurisdiction,
        },
      ]}
    />
  );
}

function List({ of }: { readonly of: readonly string[] }) {
  return (
    <ul className="plain">
      {of.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

/** Each document of the rulebooks once, in the order of their jurisdictions. */
function documentsOfLaw(): readonly LawDocument[] {
  const byPrefix = new Map<string, LawDocument>();
  for (const { documents, jurisdiction } of LAW.rulebooks) {
    for (const document of documents) {
      if (!byPrefix.has(document.prefix)) byPrefix.set(document.prefix, { ...document, jurisdiction });
    }
  }
  return [...byPrefix.values()];
}
