/** @jsxRuntime automatic */
import type { RegisterEntry, Source } from '@ledger/schemas/http/register';
import type { ReactNode } from 'react';
import { AsAtBanner, AsAtForm, type ChosenDays } from '../view/as-at.tsx';
import {
  Commitments,
  CreditReports,
  Managers,
  Professionals,
  Reports,
  Sanctions,
} from '../view/entry-tables.tsx';
import { Fact, Facts } from '../view/facts.tsx';
import { Law } from '../view/law.tsx';
import { Page } from '../view/layout.tsx';
import { type Locale, pathOfFile, useLocale } from '../view/locale.tsx';
import { Provenance } from '../view/provenance.tsx';
import { SimulationMark, SimulationNotice, Status } from '../view/status.tsx';
import { Link, Moment, Original, Originals } from '../view/text.tsx';

export interface EntryPageProps {
  readonly locale: Locale;
  readonly entry: RegisterEntry;
  readonly days: ChosenDays;
  readonly today: string;
  readonly jsonAddress: string;
}

/** The published entry of an agency. */
export function EntryPage({ locale, entry, days, today, jsonAddress }: EntryPageProps) {
  const { words } = locale;
  const path = pathOfFile(entry.fileId);
  return (
    <Page
      frame={{
        locale,
        title: entry.name,
        titleIsOriginal: true,
        trail: [],
        jsonAddress,
        simulation: entry.simulation,
      }}
    >
      <article>
        <header className="entry-head">
          <p className="kicker">{words.entry.lead}</p>
          <h1>
            <Original>{entry.name}</Original>
          </h1>
          <p>
            <Status of={entry.status} long /> {entry.simulation && <SimulationMark />}
          </p>
        </header>
        {entry.simulation && <SimulationNotice />}
        <AsAtBanner days={days} />
        {entry.status === 'none' && <p className="banner">{words.entry.none}</p>}
        <Particulars entry={entry} path={path} />
        {entry.status === 'on-file' && (
          <>
            <Managers entry={entry} />
            <Professionals entry={entry} />
            <Commitments entry={entry} path={path} />
            <Reports entry={entry} path={path} />
            <Sanctions entry={entry} path={path} />
          </>
        )}
        <CreditReports entry={entry} path={path} />
        <section aria-labelledby="history">
          <h2 id="history">{words.entry.history}</h2>
          <p>{words.history.count(entry.history.length)}</p>
          <p>
            <Link to={`${path}/history`} query={{ ...days }} className="action">
              {words.entry.historyLink(entry.history.length)}
            </Link>
          </p>
        </section>
        <AsAtForm days={days} today={today} />
        <Provenance publication={entry} />
      </article>
    </Page>
  );
}

function Particulars({ entry, path }: { readonly entry: RegisterEntry; readonly path: string }) {
  const { words } = useLocale();
  const t = words.entry;
  const accepted = entry.accepted ?? entry.published;
  // What the agency filed is public by the portal's act and true by the authority's.
  const filed: Source = { revision: accepted.revision, basis: [...entry.published.basis, ...accepted.basis] };
  const sourceOf = (field: string): Source => entry.amended.findLast((one) => one.field === field) ?? filed;
  const lawOf = (name: string, source: Source): ReactNode => (
    <Law of={name} basis={source.basis} event={{ path, revision: source.revision }} />
  );
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">{t.facts}</h2>
      <Facts>
        <Fact name={t.uscc} law={lawOf(t.uscc, filed)}>
          <span className="code">{entry.uscc}</span>
        </Fact>
        {entry.formerNames.length > 0 && (
          <Fact name={t.formerNames} law={lawOf(t.formerNames, sourceOf('agencyName'))}>
            <FormerNames entry={entry} />
          </Fact>
        )}
        <Fact name={t.jurisdiction} law={lawOf(t.jurisdiction, filed)}>
          {words.jurisdictions[entry.jurisdiction] ?? entry.jurisdiction}
        </Fact>
        {entry.fileNo !== undefined && (
          <Fact name={t.fileNo} law={lawOf(t.fileNo, accepted)}>
            <span className="code">{entry.fileNo}</span>
          </Fact>
        )}
        {entry.division !== undefined && (
          <Fact name={t.division} law={lawOf(t.division, sourceOf('registeredArea'))}>
            <Original>{entry.divisionName ?? entry.division}</Original>{' '}
            <span className="code">{entry.division}</span>
          </Fact>
        )}
        {entry.serviceKinds.length > 0 && (
          <Fact name={t.services} law={lawOf(t.services, sourceOf('serviceKinds'))}>
            <Originals of={entry.serviceKinds} />
          </Fact>
        )}
        {entry.legalRepresentative !== undefined && (
          <Fact
            name={t.legalRepresentative}
            law={lawOf(t.legalRepresentative, sourceOf('legalRepresentative'))}
          >
            <Original>{entry.legalRepresentative}</Original>
            <ChangedOn entry={entry} field="legalRepresentative" />
          </Fact>
        )}
        {entry.registeredOn !== undefined && (
          <Fact name={t.registeredOn} law={lawOf(t.registeredOn, sourceOf('registeredOn'))}>
            <Moment of={entry.registeredOn} />
          </Fact>
        )}
        {entry.accepted !== undefined && (
          <Fact name={t.accepted} law={lawOf(t.accepted, entry.accepted)}>
            <Moment of={entry.accepted.at} />
          </Fact>
        )}
        <Fact name={t.published} law={lawOf(t.published, entry.published)}>
          <Moment of={entry.published.at} />
        </Fact>
      </Facts>
    </section>
  );
}

/** The day on which a fact changed, where an accepted amendment says so. */
function ChangedOn({ entry, field }: { readonly entry: RegisterEntry; readonly field: string }) {
  const { words } = useLocale();
  const amendment = entry.amended.findLast((one) => one.field === field);
  if (amendment?.changedOn === undefined) return null;
  return (
    <span className="aside">
      {words.entry.amendedOn} <Moment of={amendment.changedOn} />
    </span>
  );
}

function FormerNames({ entry }: { readonly entry: RegisterEntry }) {
  const { words } = useLocale();
  return entry.formerNames.map((former) => (
    <span key={`${former.name} ${former.until}`} className="line">
      <Original>{former.name}</Original>{' '}
      <span className="aside">
        {former.from !== undefined && <Moment of={former.from} />} {words.entry.formerUntil}{' '}
        <Moment of={former.until} />
      </span>
    </span>
  ));
}
