/** @jsxRuntime automatic */
import type { RegisterEntry, Source } from '@ledger/schemas/http/register';
import { Law } from './law.tsx';
import { useLocale } from './locale.tsx';
import { Table, type TableColumn } from './table.tsx';
import { Day, Money, Original } from './text.tsx';

interface OfEntry {
  readonly entry: RegisterEntry;
}
interface OfEntryAtPath extends OfEntry {
  readonly path: string;
}

/** Who leads the agency: names and posts, nothing else. */
export function Managers({ entry }: OfEntry) {
  const t = useLocale().words.entry;
  if (entry.seniorManagers.length === 0) return null;
  return (
    <Table
      caption={t.managers}
      rows={entry.seniorManagers}
      rowKey={(manager) => `${manager.post} ${manager.name}`}
      columns={[
        { heading: t.manager, cell: ({ name }) => <Original>{name}</Original> },
        { heading: t.post, cell: ({ post }) => <Original>{post}</Original> },
      ]}
    />
  );
}

/** How many certified people work there, by kind of certificate; their names are not published. */
export function Professionals({ entry }: OfEntry) {
  const t = useLocale().words.entry;
  if (entry.professionals.length === 0) return null;
  return (
    <Table
      caption={t.professionals}
      rows={entry.professionals}
      rowKey={({ certificateKind }) => certificateKind}
      columns={[
        {
          heading: t.certificate,
          cell: ({ certificateKind }) =>
            certificateKind === NOT_STATED ? t.notStated : <Original>{certificateKind}</Original>,
        },
        { heading: t.people, cell: ({ count }) => count },
      ]}
    />
  );
}

/** What the agency has promised, and whether it was found to keep it. */
export function Commitments({ entry, path }: OfEntryAtPath) {
  const t = useLocale().words.entry;
  if (entry.commitments.length === 0) return null;
  return (
    <Table
      caption={t.commitments}
      rows={entry.commitments}
      rowKey={({ revision }) => String(revision)}
      columns={[
        { heading: t.version, cell: ({ version }) => t.commitment(version) },
        { heading: t.madeOn, cell: ({ madeOn }) => <Day of={madeOn} /> },
        { heading: t.clauses, cell: ({ clauses }) => <Original>{clauses.join('；')}</Original> },
        {
          heading: t.kept,
          cell: ({ checks }) =>
            checks.length === 0
              ? t.notChecked
              : checks.map(({ year, fulfilled }) => (
                  <span key={year} className="line">
                    {fulfilled ? t.keptIn(year) : t.brokenIn(year)}
                  </span>
                )),
        },
        basisColumn(t.basis, t.commitments, path),
      ]}
    />
  );
}

/** The periodic reports that were handed in. */
export function Reports({ entry, path }: OfEntryAtPath) {
  const t = useLocale().words.entry;
  if (entry.reports.length === 0) return null;
  return (
    <Table
      caption={t.reports}
      rows={entry.reports}
      rowKey={({ revision }) => String(revision)}
      columns={[
        {
          heading: t.report,
          cell: ({ year, half }) => (half === undefined ? t.annual(year) : t.halfYear(year, half)),
        },
        { heading: t.filedOn, cell: ({ filedOn }) => <Day of={filedOn} /> },
        basisColumn(t.basis, t.reports, path),
      ]}
    />
  );
}

/** Penalties and listings while their publication runs; says so when there is none. */
export function Sanctions({
  entry,
  path,
}: {
  readonly entry: Pick<RegisterEntry, 'adverse'>;
  readonly path: OfEntryAtPath['path'];
}) {
  const t = useLocale().words.entry;
  if (entry.adverse.length === 0) {
    return (
      <section aria-labelledby="adverse">
        <h2 id="adverse">{t.adverse}</h2>
        <p>{t.noAdverse}</p>
      </section>
    );
  }
  return (
    <Table
      caption={t.adverse}
      rows={entry.adverse}
      rowKey={({ revision }) => String(revision)}
      columns={[
        {
          heading: t.adverseWhat,
          cell: ({ kind, measure, list }) => (
            <>
              {t.adverseKind[kind]} <Original>{measure ?? list ?? ''}</Original>
            </>
          ),
        },
        {
          heading: t.adverseWho,
          cell: ({ person }) => (person === undefined ? t.agency : <Original>{person}</Original>),
        },
        {
          heading: t.amount,
          cell: ({ amountFen, confiscatedFen }) => (
            <>
              {amountFen === undefined ? '—' : <Money fen={amountFen} />}
              {confiscatedFen !== undefined && (
                <span className="line">
                  {t.confiscated} <Money fen={confiscatedFen} />
                </span>
              )}
            </>
          ),
        },
        { heading: t.decidedOn, cell: ({ decidedOn }) => <Day of={decidedOn} /> },
        {
          heading: t.document,
          cell: ({ document }) =>
            document?.number === undefined ? '—' : <Original>{document.number}</Original>,
        },
        basisColumn(t.basis, t.adverse, path),
      ]}
    />
  );
}

/** Credit reports that were filed and published one by one. */
export function CreditReports({ entry, path }: OfEntryAtPath) {
  const t = useLocale().words.entry;
  if (entry.creditReports.length === 0) return null;
  return (
    <Table
      caption={t.creditReports}
      rows={entry.creditReports}
      rowKey={({ number }) => number}
      columns={[
        { heading: t.number, cell: ({ number }) => <span className="code">{number}</span> },
        { heading: t.standard, cell: ({ standard }) => <Original>{standard ?? '—'}</Original> },
        { heading: t.publishedOn, cell: ({ publishedOn }) => <Day of={publishedOn} /> },
        {
          heading: t.usableFrom,
          cell: ({ usableFrom }) => (usableFrom === undefined ? '—' : <Day of={usableFrom} />),
        },
        { heading: t.state, cell: ({ state }) => t.reportState[state] },
        basisColumn(t.basis, t.creditReports, path),
      ]}
    />
  );
}

/** What the projection writes for a certificate whose kind the filing does not name. */
const NOT_STATED = '未注明';

function basisColumn(heading: string, of: string, path: string): TableColumn<Source> {
  return {
    heading,
    cell: ({ basis, revision }) => <Law of={of} basis={basis} event={{ path, revision }} />,
  };
}
