/** @jsxRuntime automatic */
import type { ReactNode } from 'react';

/** Facts in pairs of name and value, each with its basis beside it. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className="facts">{children}</dl>;
}

/** One fact. */
export function Fact({
  name,
  law,
  children,
}: {
  readonly name: string;
  readonly law?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
      {law !== undefined && <dd className="why">{law}</dd>}
    </div>
  );
}
