/** @jsxRuntime automatic */
import type { RegisterListItem, RegisterPage, RegisterSearch } from '@ledger/schemas/http/register';
import { type Recognised, recognise } from '../recognise.ts';
import { Jurisdictions } from '../view/jurisdictions.tsx';
import { Page } from '../view/layout.tsx';
import { type Locale, pathOfFile, useLocale } from '../view/locale.tsx';
import { SearchForm } from '../view/search-form.tsx';
import { SimulationMark, Status } from '../view/status.tsx';
import { Table } from '../view/table.tsx';
import { Day, Link, Original, Originals } from '../view/text.tsx';
import { cutToGraphemes, readableDay } from '../words/format.ts';

/** What a search shows: a page of results, or which conditions could not be read. */
export type SearchResult =
  | { readonly page: RegisterPage; readonly faults?: undefined }
  | { readonly faults: readonly string[]; readonly page?: undefined };

export interface SearchPageProps {
  readonly locale: Locale;
  readonly search: Partial<RegisterSearch>;
  readonly services: readonly string[];
  readonly result: SearchResult;
  readonly today: string;
  readonly jsonAddress: string;
}

const NAME_GRAPHEMES_MAX = 80;

/** The home page: the search, and what it found. */
export function SearchPage(props: SearchPageProps) {
  const { locale, search, result } = props;
  const { words } = locale;
  const asked = search.q ?? '';
  const title = asked === '' ? words.site.name : `${asked} – ${words.search.results}`;
  return (
    <Page
      frame={{
        locale,
        title,
        jsonAddress: props.jsonAddress,
        ...(result.page !== undefined && { position: result.page.position }),
      }}
    >
      <h1>{words.search.title}</h1>
      <p className="lead">{words.search.lead}</p>
      {result.faults !== undefined && <Faults faults={result.faults} />}
      <SearchForm search={search} services={props.services} today={props.today} />
      {asked !== '' && <Recognition recognised={recognise(asked)} />}
      {search.knownAt !== undefined && result.page !== undefined && <KnownBanner day={search.knownAt} />}
      {result.page !== undefined && <Results page={result.page} search={search} />}
    </Page>
  );
}

function Faults({ faults }: { readonly faults: readonly string[] }) {
  const { words } = useLocale();
  return (
    <section className="faults" aria-labelledby="faults">
      <h2 id="faults">{words.search.faults}</h2>
      <ul>
        {faults.map((field) => (
          <li key={field}>
            <a href={`#${field}`}>{words.search.fault[field] ?? field}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function KnownBanner({ day }: { readonly day: string }) {
  const { words, language } = useLocale();
  return <p className="banner">{words.search.knownBanner(readableDay(day, language))}</p>;
}

/** Says what the question was taken for, and where the code may have files. */
function Recognition({ recognised }: { readonly recognised: Recognised }) {
  const { words } = useLocale();
  switch (recognised.kind) {
    case 'broken-uscc':
      return <p className="banner">{words.recognised.broken[recognised.rule](recognised.position)}</p>;
    case 'uscc':
      return (
        <div className="banner">
          <p>
            {words.recognised.uscc} <span className="code">{recognised.uscc}</span>
          </p>
          {recognised.findings.map((finding) => (
            <p key={finding}>{words.recognised.findings[finding]}</p>
          ))}
          <p>
            {words.recognised.elsewhere} <Jurisdictions uscc={recognised.uscc} />
          </p>
        </div>
      );
    default:
      return null;
  }
}

function Results({
  page,
  search,
}: {
  readonly page: RegisterPage;
  readonly search: Partial<RegisterSearch>;
}) {
  const { words } = useLocale();
  const { items, total, next } = page;
  const narrowed = search.q !== undefined || isFiltered(search);
  return (
    <section aria-labelledby="results">
      <div className="section-head">
        <h2 id="results">{narrowed ? words.search.results : words.search.all}</h2>
        {total > 0 && <p className="count">{words.search.shown(items.length, total)}</p>}
        {narrowed && <Link to="/">{words.search.clear}</Link>}
      </div>
      {items.length === 0 ? <NothingFound /> : <ResultTable items={items} />}
      {(next !== undefined || search.cursor !== undefined) && (
        <nav className="pager" aria-label={words.search.pages}>
          {search.cursor !== undefined && (
            <Link to="/" query={{ ...search, cursor: undefined }}>
              {words.search.first}
            </Link>
          )}
          {next !== undefined && (
            <Link to="/" query={{ ...search, cursor: next }} className="next">
              {words.search.next}
            </Link>
          )}
        </nav>
      )}
    </section>
  );
}

function NothingFound() {
  const { words } = useLocale();
  return (
    <>
      <p className="nothing">{words.search.none}</p>
      <p>{words.search.noneHint}</p>
    </>
  );
}

function ResultTable({ items }: { readonly items: readonly RegisterListItem[] }) {
  const { words } = useLocale();
  const { columns } = words.search;
  return (
    <Table
      caption={words.search.caption}
      headed={false}
      rows={items}
      rowKey={(item) => item.fileId}
      columns={[
        { heading: columns.name, cell: (item) => <AgencyName item={item} /> },
        { heading: columns.uscc, cell: (item) => <span className="code">{item.uscc}</span> },
        {
          heading: columns.jurisdiction,
          cell: (item) => words.jurisdictionsShort[item.jurisdiction] ?? item.jurisdiction,
        },
        {
          heading: columns.services,
          cell: (item) => (item.serviceKinds.length === 0 ? '—' : <Originals of={item.serviceKinds} />),
        },
        { heading: columns.status, cell: (item) => <Status of={item.status} /> },
        {
          heading: columns.accepted,
          cell: (item) => (item.acceptedAt === undefined ? '—' : <Day of={item.acceptedAt} />),
        },
      ]}
    />
  );
}

function AgencyName({ item }: { readonly item: RegisterListItem }) {
  const { words } = useLocale();
  return (
    <>
      <Link to={pathOfFile(item.fileId)}>
        <Original>{cutToGraphemes(item.name, NAME_GRAPHEMES_MAX)}</Original>
      </Link>{' '}
      {item.simulation && <SimulationMark />}
      {item.matched !== undefined && (
        <span className="matched">
          {words.search.matched[item.matched.by]}
          {words.code === 'en' ? ': ' : '：'}
          <Original>{cutToGraphemes(item.matched.value, NAME_GRAPHEMES_MAX)}</Original>
        </span>
      )}
    </>
  );
}

function isFiltered(search: Partial<RegisterSearch>): boolean {
  return [search.jurisdiction, search.status, search.service, search.knownAt].some(
    (value) => value !== undefined,
  );
}
