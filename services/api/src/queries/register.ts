import type { ReadModels, RowCursor } from '@ledger/projection-engine';
import {
  conditionsOf,
  listItemOf,
  matchesSearch,
  publicRegister,
  REGISTER_ORDER,
  type RegisterRow,
} from '@ledger/public-register';
import type { FileId, Revision } from '@ledger/schemas';
import {
  endOfMoment,
  type RegisterAnswer,
  type RegisterPage,
  type RegisterSearch,
  type ViewMoment,
} from '@ledger/schemas/http/register';
import { compareInstants, type Instant } from '@ledger/statutory-calendar';
import { readCursor, writeCursor } from './page-cursor.ts';

/** One file's answer, when the register can be read at all. */
export type EntryAnswer = Exclude<RegisterAnswer, { readonly answer: 'cannot-answer' }>;

interface FoundRow {
  readonly key: string;
  readonly row: RegisterRow;
}

/** The public register as questions ask it. Errors: its methods throw CURSOR_INVALID, and what the read models throw. */
export class Register {
  readonly #readModels: ReadModels;

  constructor(readModels: ReadModels) {
    this.#readModels = readModels;
  }

  /** One page of the files that match, in the order of their names as read aloud; as known on a day when one is given. */
  async search(search: RegisterSearch): Promise<RegisterPage> {
    const after = search.cursor === undefined ? undefined : readCursor(search.cursor, questionOf(search));
    if (search.knownAt !== undefined)
      return await this.#searchAsKnown(search, endOfMoment(search.knownAt), after);
    const rows = this.#readModels.rowsOf(publicRegister);
    const where = conditionsOf(search);
    const [page, total] = await Promise.all([
      rows.page({ where, sort: REGISTER_ORDER, after, limit: search.limit }),
      rows.count(where),
    ]);
    return {
      items: itemsOf(page.rows, search),
      total,
      ...(page.next !== undefined && { next: writeCursor(page.next, questionOf(search)) }),
      position: page.position,
    };
  }

  /** What the register shows of a file; the view at a moment is folded from the journal. */
  async entry(fileId: FileId, at: ViewMoment = {}): Promise<EntryAnswer> {
    if (at.asOf === undefined && at.knownAt === undefined) {
      const row = await this.#readModels.rowsOf(publicRegister).get(fileId);
      if (row?.publication !== undefined) return answerOf(fileId, row);
      const first = await this.#readModels.readEvent({ fileId, revision: 0 as Revision });
      return { answer: first === undefined ? 'not-on-file' : 'not-public', fileId };
    }
    const events = await this.#readModels.readHistory(fileId, at);
    if (events.length === 0) return { answer: 'not-on-file', fileId };
    return answerOf(fileId, events.reduce(publicRegister.apply, publicRegister.initial(fileId)));
  }

  /** The kinds of service that published entries name. Shape: sorted, distinct. */
  async services(): Promise<readonly string[]> {
    const kinds = new Set<string>();
    const rows = this.#readModels.rowsOf(publicRegister);
    let after: RowCursor | undefined;
    do {
      const page = await rows.page({ limit: 500, after });
      for (const { row } of page.rows) {
        if (row.publication?.kind === 'entry')
          for (const kind of row.publication.serviceKinds) kinds.add(kind);
      }
      after = page.next;
    } while (after !== undefined);
    return [...kinds].sort((left, right) => left.localeCompare(right, 'zh-Hans-CN'));
  }

  async #searchAsKnown(
    search: RegisterSearch,
    knownAt: string,
    after: RowCursor | undefined,
  ): Promise<RegisterPage> {
    const { rows, position } = await this.#foldAsKnown(knownAt);
    const matching = rows.filter(({ row }) => matchesSearch(row, search)).sort(byOrder);
    const from = after === undefined ? 0 : matching.findIndex((found) => isBehind(found, after));
    const page = from < 0 ? [] : matching.slice(from, from + search.limit);
    const last = page.at(-1);
    const isMore = last !== undefined && from + search.limit < matching.length;
    return {
      items: itemsOf(page, search),
      total: matching.length,
      ...(isMore && { next: writeCursor({ sort: orderOf(last.row), key: last.key }, questionOf(search)) }),
      position,
    };
  }

  /** Every row as the ledger knew it on a day: one pass over the journal. */
  async #foldAsKnown(knownAt: string): Promise<{ readonly rows: FoundRow[]; readonly position: number }> {
    const rows = new Map<string, RegisterRow>();
    let position = 0;
    for await (const chunk of this.#readModels.readJournal()) {
      for (const event of chunk) {
        const key = publicRegister.key(event);
        if (
          key === undefined ||
          compareInstants(event.metadata.recordedAt as Instant, knownAt as Instant) > 0
        )
          continue;
        rows.set(key, publicRegister.apply(rows.get(key) ?? publicRegister.initial(key), event));
        position = event.position;
      }
    }
    return { rows: [...rows].map(([key, row]) => ({ key, row })), position };
  }
}

function answerOf(fileId: FileId, { publication }: RegisterRow): EntryAnswer {
  if (publication === undefined) return { answer: 'not-public', fileId };
  return publication.kind === 'entry'
    ? { answer: 'published', entry: publication }
    : { answer: 'revoked', notice: publication };
}

function itemsOf(rows: readonly FoundRow[], search: RegisterSearch): RegisterPage['items'] {
  return rows.flatMap(({ row }) =>
    row.publication === undefined ? [] : [listItemOf(row.publication, search.q)],
  );
}

function orderOf(row: RegisterRow): string {
  return String(publicRegister.columns[REGISTER_ORDER]?.of(row) ?? '');
}

function byOrder(left: FoundRow, right: FoundRow): number {
  const [a, b] = [orderOf(left.row), orderOf(right.row)];
  if (a !== b) return a < b ? -1 : 1;
  return left.key < right.key ? -1 : 1;
}

function isBehind({ key, row }: FoundRow, { sort, key: lastKey }: RowCursor): boolean {
  const order = orderOf(row);
  return order > String(sort) || (order === sort && key > lastKey);
}

/** What a cursor belongs to: the question without its place and its page size. */
function questionOf({ q, jurisdiction, status, service, knownAt }: RegisterSearch): unknown {
  return ['register', q, jurisdiction, status, service, knownAt];
}
