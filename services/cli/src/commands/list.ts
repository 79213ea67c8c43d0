import type { AsOf, Projection } from '@ledger/projection-engine';
import { publicRegister } from '@ledger/public-register';
import { supervisionGrade } from '@ledger/supervision-grade';
import type { Ledger } from '../open-ledger.ts';
import type { Terminal } from '../output/terminal.ts';

/** What can be listed. */
export const LISTS = ['register', 'grades'] as const;

export interface ListOptions extends AsOf {
  readonly list: (typeof LISTS)[number];
  readonly json: boolean;
}

const PAGE_ROWS = 500;

/**
 * Lists the whole register, or the grades of all files, as they stood at a point on both axes of time.
 *
 * Shape: one line a file in the order of file ids; with `json` one object a line.
 */
export async function list(ledger: Ledger, options: ListOptions, terminal: Terminal): Promise<void> {
  await ledger.projected();
  const tell = (told: readonly [object, string] | undefined): void => {
    if (told !== undefined) terminal.out(options.json ? JSON.stringify(told[0]) : told[1]);
  };
  if (options.list === 'register') {
    await eachRow(ledger, publicRegister, options, ({ publication }) => {
      if (publication === undefined) return;
      const { fileId, status, name } = publication;
      tell([publication, `${fileId}  ${status.padEnd(12)}  ${name}`]);
    });
    return;
  }
  await eachRow(ledger, supervisionGrade, options, ({ fileId, result }) => {
    if (result === null) return;
    const { grade, decidedBy, computed, rulebook } = result;
    const item = { fileId, grade, decidedBy, score: computed.score, rulebook };
    tell([
      item,
      `${fileId}  ${grade}  ${String(computed.score).padStart(3)}  ${decidedBy.padEnd(11)}  ${rulebook}`,
    ]);
  });
}

/** Hands on the rows as they stood, in the order of their keys, page by page. */
async function eachRow<Row>(
  { readModels }: Ledger,
  projection: Projection<Row>,
  { asOf, knownAt }: AsOf,
  tell: (row: Row) => void,
): Promise<void> {
  await readModels.viewAt(projection, { asOf, knownAt }, async ({ rows, others }) => {
    const otherwise = [...others.keys()].sort();
    const tellOthersBefore = (key: string | undefined): void => {
      for (
        let next = otherwise[0];
        next !== undefined && (key === undefined || next < key);
        next = otherwise[0]
      ) {
        otherwise.shift();
        const row = others.get(next);
        if (row !== undefined) tell(row);
      }
    };
    for (let page = await rows.page({ limit: PAGE_ROWS }); ; ) {
      for (const { key, row } of page.rows) {
        tellOthersBefore(key);
        if (!others.has(key)) tell(row);
      }
      if (page.next === undefined) break;
      page = await rows.page({ limit: PAGE_ROWS, after: page.next });
    }
    tellOthersBefore(undefined);
  });
}
