import { listItemOf, matchesSearch, publicRegister, REGISTER_ORDER } from '@ledger/public-register';
import { rowsOfJournal } from '@ledger/public-register/testing';
import { effectiveFrom, type FileId, type JournalledEvent } from '@ledger/schemas';
import type {
  CannotAnswerNow,
  RegisterAnswer,
  RegisterQueries,
  RegisterSearch,
  RegisterSearchAnswer,
  ViewMoment,
} from '@ledger/schemas/http/register';
import { compareInstants, instantOrThrow } from '@ledger/statutory-calendar';

const CANNOT_ANSWER: CannotAnswerNow = { answer: 'cannot-answer', retryAfterSeconds: 7 };

/** The register over a journal in memory: the rows are the projection's own, folded anew for every question. */
export class RegisterInMemory implements RegisterQueries {
  /** While true, the register cannot be read. */
  down = false;
  private readonly journal: readonly JournalledEvent[];

  constructor(journal: readonly JournalledEvent[]) {
    this.journal = journal;
  }

  async search(search: RegisterSearch): Promise<RegisterSearchAnswer> {
    if (this.down) return CANNOT_ANSWER;
    const after = search.cursor === undefined ? 0 : Number(search.cursor);
    if (!Number.isSafeInteger(after) || after < 0) return { answer: 'bad-cursor' };
    const found = [
      ...this.rows({
        ...(search.knownAt !== undefined && { knownAt: `${search.knownAt}T23:59:59+08:00` }),
      }).values(),
    ]
      .filter((row) => matchesSearch(row, search))
      .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
    const end = after + search.limit;
    return {
      answer: 'page',
      page: {
        items: found
          .slice(after, end)
          .flatMap(({ publication }) =>
            publication === undefined ? [] : [listItemOf(publication, search.q)],
          ),
        total: found.length,
        ...(end < found.length && { next: String(end) }),
        position: this.journal.length,
      },
    };
  }

  async entry(fileId: FileId, at: ViewMoment = {}): Promise<RegisterAnswer> {
    if (this.down) return CANNOT_ANSWER;
    const row = this.rows(at).get(fileId);
    if (row === undefined) return { answer: 'not-on-file', fileId };
    const { publication } = row;
    if (publication === undefined) return { answer: 'not-public', fileId };
    return publication.kind === 'entry'
      ? { answer: 'published', entry: publication }
      : { answer: 'revoked', notice: publication };
  }

  async services(): Promise<readonly string[]> {
    if (this.down) return [];
    const kinds = [...this.rows({}).values()].flatMap(({ publication }) =>
      publication?.kind === 'entry' ? publication.serviceKinds : [],
    );
    return [...new Set(kinds)].sort();
  }

  async ready(): Promise<boolean> {
    return !this.down;
  }

  private rows({ asOf, knownAt }: ViewMoment) {
    return rowsOfJournal(
      this.journal.filter(
        ({ metadata }) => isBy(effectiveFrom(metadata), asOf) && isBy(metadata.recordedAt, knownAt),
      ),
    );
  }
}

type Row = Parameters<(typeof publicRegister.columns)[typeof REGISTER_ORDER]['of']>[0];

function orderOf(row: Row): string {
  return `${publicRegister.columns[REGISTER_ORDER]?.of(row)} ${row.fileId}`;
}

function isBy(instant: string, moment: string | undefined): boolean {
  return moment === undefined || compareInstants(instantOrThrow(instant), instantOrThrow(moment)) <= 0;
}
