/** @jsxRuntime automatic */
import { rulebookById } from '@ledger/rulebooks';
import type { RegisterPublication } from '@ledger/schemas/http/register';
import { Fact, Facts } from './facts.tsx';
import { useLocale } from './locale.tsx';
import { Original } from './text.tsx';

/** What was masked, and by which record and rulebook the page stands. */
export function Provenance({ publication }: { readonly publication: RegisterPublication }) {
  const { words } = useLocale();
  const t = words.entry;
  const rulebook = rulebookById(publication.rulebook);
  return (
    <section aria-labelledby="provenance" className="provenance">
      <h2 id="provenance">{t.provenance}</h2>
      <Facts>
        <Fact name={t.fileId}>
          <span className="code">{publication.fileId}</span>
        </Fact>
        <Fact name={t.rulebook}>
          {rulebook !== undefined && <Original>{rulebook.name}</Original>}{' '}
          <span className="code">{publication.rulebook}</span>
        </Fact>
        <Fact name={t.revision}>{t.recordNumber(publication.revision, publication.position)}</Fact>
        <Fact name={t.masked}>
          {t.maskedLead}
          {publication.maskedFields
            .map((field) => t.maskedFields[field] ?? field)
            .join(words.code === 'en' ? ', ' : '、')}
        </Fact>
      </Facts>
    </section>
  );
}
