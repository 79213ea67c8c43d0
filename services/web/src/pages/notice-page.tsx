/** @jsxRuntime automatic */
import { rulebookById } from '@ledger/rulebooks';
import type { RevocationNotice } from '@ledger/schemas/http/register';
import { AsAtBanner, AsAtForm, type ChosenDays } from '../view/as-at.tsx';
import { Sanctions } from '../view/entry-tables.tsx';
import { Fact, Facts } from '../view/facts.tsx';
import { Jurisdictions } from '../view/jurisdictions.tsx';
import { Law } from '../view/law.tsx';
import { Page } from '../view/layout.tsx';
import { type Locale, pathOfFile } from '../view/locale.tsx';
import { Provenance } from '../view/provenance.tsx';
import { SimulationMark, SimulationNotice, Status } from '../view/status.tsx';
import { Link, Moment, Original } from '../view/text.tsx';
import { readableDay } from '../words/format.ts';
import { DEFAULT_LANGUAGE } from '../words/index.ts';

/** The notice that stands in the place of a revoked entry. Law: XJ-11-2, XJ-15. */
export function NoticePage({
  locale,
  notice,
  days,
  today,
  jsonAddress,
}: {
  readonly locale: Locale;
  readonly notice: RevocationNotice;
  readonly days: ChosenDays;
  readonly today: string;
  readonly jsonAddress: string;
}) {
  const { words, language } = locale;
  const t = words.notice;
  const path = pathOfFile(notice.fileId);
  const jurisdiction = words.jurisdictions[notice.jurisdiction] ?? notice.jurisdiction;
  const law = (of: string) => (
    <Law of={of} basis={notice.revoked.basis} event={{ path, revision: notice.revoked.revision }} />
  );
  return (
    <Page
      frame={{
        locale,
        title: t.title,
        trail: [],
        jsonAddress,
        simulation: notice.simulation,
      }}
    >
      <article className="notice">
        <header>
          <h1>{t.title}</h1>
          <p className="notice-status">
            <Status of="revoked" /> {notice.simulation && <SimulationMark />}
          </p>
        </header>
        {notice.simulation && <SimulationNotice />}
        <AsAtBanner days={days} />
        <p className="notice-body">
          {t.body.before}
          <Original>{notice.name}</Original>
          {t.body.after(notice.uscc)}
        </p>
        <Facts>
          <Fact name={t.ground} law={law(t.ground)}>
            {groundOf(notice, locale)}
            {notice.automatic && <span className="line aside">{t.automatic}</span>}
          </Fact>
          <Fact name={t.revokedAt} law={law(t.revokedAt)}>
            <Moment of={notice.revokedAt} withTime />
          </Fact>
          <Fact name={t.effectiveFrom} law={law(t.effectiveFrom)}>
            <Moment of={notice.effectiveFrom} withTime />
          </Fact>
          {notice.document?.number !== undefined && (
            <Fact name={t.document}>
              <Original>{notice.document.number}</Original>
            </Fact>
          )}
          {notice.document?.organ !== undefined && (
            <Fact name={t.organ}>
              <Original>{notice.document.organ}</Original>
            </Fact>
          )}
          <Fact name={t.bar}>
            {notice.barLastDay === undefined ? t.noBar : t.barUntil(readableDay(notice.barLastDay, language))}
          </Fact>
          <Fact name={t.scope}>{t.scopeText(jurisdiction)}</Fact>
          <Fact name={t.remedies}>{t.remediesText}</Fact>
        </Facts>
        {notice.adverse.length > 0 && <Sanctions entry={notice} path={path} />}
        <p className="aside">{t.replaced}</p>
        <p>
          <Link to={`${path}/history`} query={{ ...days }} className="action">
            {words.entry.historyLink(notice.history.length)}
          </Link>
        </p>
        <p>
          {words.otherJurisdictions}
          {language === 'en' ? ': ' : '：'}
          <Jurisdictions uscc={notice.uscc} but={notice.jurisdiction} />
        </p>
        <AsAtForm days={days} today={today} />
        <Provenance publication={notice} />
      </article>
    </Page>
  );
}

/** The ground in the words of the rulebook it stands in; in another language in ours, or by its code. */
function groundOf(notice: RevocationNotice, { words, language }: Locale): string {
  const inLaw = rulebookById(notice.rulebook)?.discipline.revocationGrounds.find(
    ({ value }) => value.code === notice.ground,
  );
  const inLawWords = language === DEFAULT_LANGUAGE ? inLaw?.value.title : undefined;
  return inLawWords ?? words.notice.grounds[notice.ground] ?? notice.ground;
}
