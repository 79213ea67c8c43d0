/** @jsxRuntime automatic */
import type { PublicStatus } from '@ledger/schemas/http/register';
import { NoFileIcon, NoteIcon, OnFileIcon, RevokedIcon } from './icons.tsx';
import { useLocale } from './locale.tsx';

const ICONS: Readonly<Record<PublicStatus, () => React.JSX.Element>> = {
  'on-file': OnFileIcon,
  revoked: RevokedIcon,
  none: NoFileIcon,
};

/** Where a file stands: icon and word, so that colour is never the only sign. */
export function Status({ of, long = false }: { readonly of: PublicStatus; readonly long?: boolean }) {
  const { words } = useLocale();
  const StatusIcon = ICONS[of];
  return (
    <span className={`status status-${of}`}>
      <StatusIcon />
      {long ? words.statusLong[of] : words.status[of]}
    </span>
  );
}

/** The mark of everything that a draft governs. */
export function SimulationMark() {
  const { words } = useLocale();
  return <span className="simulation-mark">{words.simulation.mark}</span>;
}

/** The sentence that goes with the mark on a page of its own. */
export function SimulationNotice() {
  const { words } = useLocale();
  return (
    <p className="banner banner-simulation">
      <NoteIcon />
      <span>
        <strong>{words.simulation.mark}</strong> {words.simulation.text}
      </span>
    </p>
  );
}
