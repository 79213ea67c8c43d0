/** @jsxRuntime automatic */
import type { ReactNode } from 'react';

/** A column of a table: its heading and the cell of a row. The first column names the row. */
export interface TableColumn<Row> {
  readonly heading: string;
  cell(row: Row): ReactNode;
}

/**
 * A table with caption and headings that stay tied to their cells on the narrowest screen.
 *
 * The roles are written out: a style that lays rows out as blocks would otherwise take them from those who hear the page.
 */
export function Table<Row>({
  caption,
  columns,
  rows,
  rowKey,
}: {
  readonly caption: ReactNode;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  rowKey(row: Row): string;
}) {
  const [naming, ...rest] = columns;
  if (naming === undefined) return null;
  return (
    <table role="table">
      <caption role="caption">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ heading }) => (
            <th key={heading} role="columnheader" scope="col">
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={rowKey(row)} role="row">
            <th role="rowheader" scope="row">
              {naming.cell(row)}
            </th>
            {rest.map((column) => (
              <td key={column.heading} role="cell" data-heading={column.heading}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
