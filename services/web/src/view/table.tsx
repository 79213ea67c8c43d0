/** @jsxRuntime automatic */
import type { ReactNode } from 'react';

/** A column of a table: its heading and the cell of a row. The first column names the row. */
export interface TableColumn<Row> {
  readonly heading: string;
  cell(row: Row): ReactNode;
}

/** Written out, because a style that lays rows out as blocks takes its own roles from a table in some browsers. */
const ROLE = {
  table: { role: 'table' },
  rowgroup: { role: 'rowgroup' },
  row: { role: 'row' },
  columnheader: { role: 'columnheader' },
  rowheader: { role: 'rowheader' },
  cell: { role: 'cell' },
} as const;

/** A table with caption and headings that stay tied to their cells on the narrowest screen. */
export function Table<Row>({
  caption,
  headed = true,
  columns,
  rows,
  rowKey,
}: {
  readonly caption: string;
  /** False where a heading stands over the table already. */
  readonly headed?: boolean;
  readonly columns: readonly TableColumn<NoInfer<Row>>[];
  readonly rows: readonly Row[];
  rowKey(row: Row): string;
}) {
  const [naming, ...rest] = columns;
  if (naming === undefined) return null;
  const table = (
    <table {...ROLE.table}>
      <caption>{caption}</caption>
      <thead {...ROLE.rowgroup}>
        <tr {...ROLE.row}>
          {columns.map(({ heading }) => (
            <th key={heading} {...ROLE.columnheader} scope="col">
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody {...ROLE.rowgroup}>
        {rows.map((row) => (
          <tr key={rowKey(row)} {...ROLE.row}>
            <th {...ROLE.rowheader} scope="row">
              {naming.cell(row)}
            </th>
            {rest.map((column) => (
              <td key={column.heading} {...ROLE.cell} data-heading={column.heading}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
  if (!headed) return table;
  return (
    <section>
      <h2>{caption}</h2>
      {table}
    </section>
  );
}
