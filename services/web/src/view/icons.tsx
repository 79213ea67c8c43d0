/** @jsxRuntime automatic */
import type { ReactNode } from 'react';

function Icon({ children }: { readonly children: ReactNode }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

/** A tick in a circle. */
export const OnFileIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" strokeWidth="1.5" />
    <path d="M4.6 8.3 7 10.7l4.4-5" fill="none" stroke="currentColor" strokeWidth="1.8" />
  </Icon>
);

/** A crossed circle. */
export const RevokedIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" strokeWidth="1.5" />
    <path d="M3.3 12.7 12.7 3.3" fill="none" stroke="currentColor" strokeWidth="1.8" />
  </Icon>
);

/** A broken circle. */
export const NoFileIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="3 2.4" />
  </Icon>
);

/** A letter i in a square. */
export const NoteIcon = () => (
  <Icon>
    <rect x="1" y="1" width="14" height="14" rx="2" fill="none" stroke="currentColor" strokeWidth="1.5" />
    <path d="M8 7v5M8 4v1.6" fill="none" stroke="currentColor" strokeWidth="1.8" />
  </Icon>
);

/** The register's own mark: leaves of a file bound at one side. */
export const Mark = () => (
  <svg className="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
    <rect x="3" y="3" width="26" height="26" rx="3" fill="none" stroke="currentColor" strokeWidth="2" />
    <path d="M9 3v26M13 11h12M13 16h12M13 21h7" fill="none" stroke="currentColor" strokeWidth="2" />
  </svg>
);
