import type {
  AsOf,
  Projection,
  ReadModels,
  RowCursor,
  RowQuery,
  Rows,
  Where,
} from '@ledger/projection-engine';

/** A question to the rows of a projection at a point on both axes of time. */
export interface QuestionAt<Row> {
  readonly at: AsOf;
  /** The conditions on live rows; `matches` says the same of a row in hand. */
  readonly where: readonly Where[];
  readonly matches: (row: Row) => boolean;
  /** The column that live rows are sorted by, and `orderOf` of a row in hand. */
  readonly sort: string;
  readonly orderOf: (row: Row, key: string) => string;
  readonly after: RowCursor | undefined;
  readonly limit: number;
}

export interface FoundRow<Row> {
  readonly key: string;
  readonly row: Row;
}

export interface PageAt<Row> {
  readonly rows: readonly FoundRow<Row>[];
  /** All that match at the point. */
  readonly total: number;
  readonly next?: RowCursor;
  readonly position: number;
}

/** One page of the rows as they stood at a point: live ones, and in their place those that stood otherwise then. */
export async function readPageAt<Row>(
  readModels: ReadModels,
  projection: Projection<Row>,
  question: QuestionAt<Row>,
): Promise<PageAt<Row>> {
  const { at, where, matches, sort, orderOf, after, limit } = question;
  return await readModels.viewAt(projection, at, async ({ position, rows, others }) => {
    const place = ({ key, row }: FoundRow<Row>): RowCursor => ({ sort: orderOf(row, key), key });
    const otherwise = [...others].flatMap(([key, row]) =>
      row !== undefined && matches(row) ? [{ key, row }] : [],
    );
    // One more than the page holds tells whether there is a next one.
    const unchanged = await pageWithout(rows, { where, sort, after, limit: limit + 1 }, others);
    const found = [
      ...otherwise.filter((one) => after === undefined || isBehind(place(one), after)),
      ...unchanged,
    ];
    found.sort((left, right) => (isBehind(place(left), place(right)) ? 1 : -1));
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const changed = [...others.keys()];
    return {
      rows: page,
      total: (await rows.count(where)) - (await countOf(rows, where, changed)) + otherwise.length,
      ...(last !== undefined && found.length > limit && { next: place(last) }),
      position,
    };
  });
}

/** One page of the live rows without some of them. */
async function pageWithout<Row>(
  rows: Rows<Row>,
  query: Required<Pick<RowQuery, 'where' | 'sort' | 'limit'>> & Pick<RowQuery, 'after'>,
  without: ReadonlyMap<string, unknown>,
): Promise<readonly FoundRow<Row>[]> {
  const found: FoundRow<Row>[] = [];
  let { after } = query;
  do {
    const page = await rows.page({ ...query, after });
    found.push(...page.rows.filter(({ key }) => !without.has(key)));
    after = page.next;
  } while (after !== undefined && found.length < query.limit);
  return found.slice(0, query.limit);
}

/** How many of the live rows under these keys match. */
async function countOf<Row>(
  rows: Rows<Row>,
  where: readonly Where[],
  keys: readonly string[],
): Promise<number> {
  if (keys.length === 0) return 0;
  return await rows.count(where.map((conditions) => ({ ...conditions, key: { in: keys } })));
}

function isBehind(one: RowCursor, other: RowCursor): boolean {
  const [a, b] = [String(one.sort), String(other.sort)];
  return a > b || (a === b && one.key > other.key);
}
