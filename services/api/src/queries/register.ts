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
import { IndexedRegister } from './indexed-register.ts';
import { readCursor, writeCursor } from './page-cursor.ts';
import { type FoundRow, readPageAt } from './rows-at.ts';

/** One file's answer, when the register can be read at all. */
export type EntryAnswer = Exclude<RegisterAnswer, { readonly answer: 'cannot-answer' }>;

/** The public register as questions ask it. Errors: its methods throw CURSOR_INVALID, and what the read models throw. */
export class Register {
  readonly #readModels: ReadModels;
  readonly #index: IndexedRegister;

  constructor(readModels: ReadModels) {
    this.#readModels = readModels;
    this.#index = new IndexedRegister(readModels);
  }

  /** One page of the files that match, in the order of their names as read aloud; at a point on both axes of time when one is given. */
  async search(search: RegisterSearch): Promise<RegisterPage> {
    const after = search.cursor === undefined ? undefined : readCursor(search.cursor, questionOf(search));
    if (search.asOf !== undefined || search.knownAt !== undefined) {
      const at = {
        ...(search.asOf !== undefined && { asOf: endOfMoment(search.asOf) }),
        ...(search.knownAt !== undefined && { knownAt: endOfMoment(search.knownAt) }),
      };
      return await this.#searchAt(search, at, after);
    }
    const rows = this.#readModels.rowsOf(publicRegister);
    const place = after === undefined ? undefined : { sort: String(after.sort), key: after.key };
    const found = await this.#index.find(search, place);
    if (found !== undefined) {
      const page = await rows.page({ where: { key: { in: found.keys } }, limit: search.limit });
      const byKey = new Map(page.rows.map((row) => [row.key, row]));
      return {
        items: itemsOf(
          found.keys.flatMap((key) => byKey.get(key) ?? []),
          search,
        ),
        total: found.total,
        ...(found.next !== undefined && { next: writeCursor(found.next, questionOf(search)) }),
        position: found.position,
      };
    }
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

  /** One page of the register as it stood at a point on both axes of time. */
  async #searchAt(
    search: RegisterSearch,
    at: ViewMoment,
    after: RowCursor | undefined,
  ): Promise<RegisterPage> {
    const page = await readPageAt(this.#readModels, publicRegister, {
      at,
      where: conditionsOf(search),
      matches: (row) => matchesSearch(row, search),
      sort: REGISTER_ORDER,
      orderOf: (row) => String(publicRegister.columns[REGISTER_ORDER]?.of(row) ?? ''),
      after,
      limit: search.limit,
    });
    return {
      items: itemsOf(page.rows, search),
      total: page.total,
      ...(page.next !== undefined && { next: writeCursor(page.next, questionOf(search)) }),
      position: page.position,
    };
  }
}

function answerOf(fileId: FileId, { publication }: RegisterRow): EntryAnswer {
  if (publication === undefined) return { answer: 'not-public', fileId };
  return publication.kind === 'entry'
    ? { answer: 'published', entry: publication }
    : { answer: 'revoked', notice: publication };
}

function itemsOf(rows: readonly FoundRow<RegisterRow>[], search: RegisterSearch): RegisterPage['items'] {
  return rows.flatMap(({ row }) =>
    row.publication === undefined ? [] : [listItemOf(row.publication, search.q)],
  );
}

/** What a cursor belongs to: the question without its place and its page size. */
function questionOf({ q, jurisdiction, status, service, asOf, knownAt }: RegisterSearch): unknown {
  return ['register', q, jurisdiction, status, service, asOf, knownAt];
}
