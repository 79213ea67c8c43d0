/** @jsxRuntime automatic */
import { publicStatusSchema, type RegisterSearch } from '@ledger/schemas/http/register';
import { DEFAULT_LANGUAGE } from '../words/index.ts';
import { JURISDICTIONS } from './jurisdictions.tsx';
import { useLocale } from './locale.tsx';

const OFFERED_STATUSES = publicStatusSchema.options;

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
}: {
  readonly name: string;
  readonly label: string;
  readonly chosen: string | undefined;
  readonly options: readonly (readonly [value: string, text: string])[];
}) {
  const { words } = useLocale();
  return (
    <p>
      <label htmlFor={name}>{label}</label>
      <select id={name} name={name} defaultValue={chosen ?? ''}>
        <option value="">{words.search.any}</option>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </p>
  );
}
