/** @jsxRuntime automatic */
import { LAW } from '@ledger/rulebooks';
import { pathOfFile, useLocale } from './locale.tsx';
import { Link } from './text.tsx';

/** The jurisdictions that have a rulebook, in their order. Units: six-digit codes. */
export const JURISDICTIONS: readonly string[] = [
  ...new Set(LAW.rulebooks.map(({ jurisdiction }) => jurisdiction)),
];

/** The file of a code in each jurisdiction, whatever answer stands there. */
export function Jurisdictions({ uscc, but }: { readonly uscc: string; readonly but?: string }) {
  const { words } = useLocale();
  return (
    <span className="choices">
      {JURISDICTIONS.filter((code) => code !== but).map((code) => (
        <Link key={code} to={pathOfFile(`${code}-${uscc}`)}>
          {words.jurisdictions[code] ?? code}
        </Link>
      ))}
    </span>
  );
}
