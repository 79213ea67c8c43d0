/** @jsxRuntime automatic */
import { publicStatusSchema, type RegisterSearch } from '@ledger/schemas/http/register';
import { DEFAULT_LANGUAGE } from '../words/index.ts';
import { JURISDICTIONS } from './jurisdictions.tsx';
import { useLocale } from './locale.tsx';
import { Originals } from './text.tsx';

const OFFERED_STATUSES = publicStatusSchema.options;

/** A part of a name, initials, a code, a document number. */
const EXAMPLES = ['星垣', 'xjxy', '91650102MAFAKE019H', '〔2024〕示例1号'];

/** The search as a form that needs no script: it asks by its address. */
export function SearchForm({
  search,
  services,
  today,
}: {
  readonly search: Partial<RegisterSearch>;
  readonly services: readonly string[];
  readonly today: string;
}) {
  const { words, language } = useLocale();
  const fields = words.search;
  return (
    <search>
      <form className="search" method="get" action="/">
        {language !== DEFAULT_LANGUAGE && <input type="hidden" name="lang" value={language} />}
        <div className="ask">
          <label htmlFor="q">{fields.field}</label>
          <input
            id="q"
            name="q"
            type="search"
            defaultValue={search.q}
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
            aria-describedby="q-hint"
          />
          <button type="submit">{fields.submit}</button>
          <p id="q-hint" className="hint">
            {fields.hint}
            <Originals of={EXAMPLES} />
          </p>
        </div>
        <fieldset>
          <legend>{fields.filters}</legend>
          <Choice
            name="jurisdiction"
            label={fields.jurisdiction}
            chosen={search.jurisdiction}
            options={JURISDICTIONS.map((code) => [code, words.jurisdictions[code] ?? code])}
          />
          <Choice
            name="status"
            label={fields.status}
            chosen={search.status}
            options={OFFERED_STATUSES.map((status) => [status, words.status[status]])}
          />
          <Choice
            name="service"
            label={fields.service}
            chosen={search.service}
            options={services.map((service) => [service, service])}
            inChinese
          />
          <p>
            <label htmlFor="knownAt">{fields.knownAt}</label>
            <input
              id="knownAt"
              name="knownAt"
              type="date"
              defaultValue={search.knownAt?.slice(0, 10)}
              max={today}
            />
          </p>
        </fieldset>
      </form>
    </search>
  );
}

function Choice({
  name,
  label,
  chosen,
  options,
  inChinese = false,
}: {
  readonly name: string;
  readonly label: string;
  readonly chosen: string | undefined;
  readonly options: readonly (readonly [value: string, text: string])[];
  /** True when the options are the ledger's own texts. */
  readonly inChinese?: boolean;
}) {
  const { words } = useLocale();
  return (
    <p>
      <label htmlFor={name}>{label}</label>
      <select id={name} name={name} defaultValue={chosen ?? ''}>
        <option value="">{words.search.any}</option>
        {options.map(([value, text]) => (
          <option key={value} value={value} lang={inChinese ? DEFAULT_LANGUAGE : undefined}>
            {text}
          </option>
        ))}
      </select>
    </p>
  );
}
