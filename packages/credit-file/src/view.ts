import { isDraft, type Rulebook } from '@ledger/rulebooks';
import { parseFileId } from '@ledger/schemas';
import type { WorkingCalendar } from '@ledger/statutory-calendar';
import type { Case } from './case-table.ts';
import { openCases } from './cases.ts';
import type { CreditFile } from './credit-file.ts';
import type { Clock } from './process/clock.ts';
import { runningClocks } from './processes.ts';
import type { Status } from './status.ts';

/** What an answer tells of a case that is not over: where it stands, and nothing of what was said in it. */
export type OpenCase = Pick<Case, 'id' | 'kind' | 'step' | 'ref' | 'openedAt' | 'movedAt'>;

/** The state of a file as every answer gives it: the API, `replay --json` and the web. */
export interface FileState {
  readonly fileId: string;
  readonly uscc: string;
  readonly name: string | null;
  readonly jurisdiction: string;
  readonly division: string | null;
  readonly status: Status;
  /** Revision of the newest event looked at; null before the first. */
  readonly revision: number | null;
  readonly position: number | null;
  readonly rulebook: string | null;
  /** True when a draft governed the newest act: all of it is simulation, without legal effect (G-26). */
  readonly simulation: boolean;
  readonly openCases: readonly OpenCase[];
  readonly clocks: readonly Clock[];
}

/** A file's state in the words of the contract. `position` is that of the newest event looked at, when it is known. */
export function viewOf(
  file: CreditFile,
  context: {
    readonly rulebook: Rulebook | undefined;
    readonly calendar: WorkingCalendar;
    readonly position: number | undefined;
  },
): FileState {
  const parsed = parseFileId(file.fileId);
  return {
    fileId: file.fileId,
    uscc: parsed?.uscc ?? '',
    name: file.name ?? null,
    jurisdiction: parsed?.jurisdiction ?? '',
    division: file.division ?? null,
    status: file.standing.status,
    revision: file.revision ?? null,
    position: context.position ?? null,
    rulebook: file.rulebook ?? null,
    simulation: file.rulebook !== undefined && isDraft(file.rulebook),
    openCases: openCases(file.cases).map(({ id, kind, step, ref, openedAt, movedAt }) => ({
      id,
      kind,
      step,
      ref,
      openedAt,
      movedAt,
    })),
    clocks: clocksOf(file, context),
  };
}

function clocksOf(
  file: CreditFile,
  { rulebook, calendar }: { readonly rulebook: Rulebook | undefined; readonly calendar: WorkingCalendar },
): readonly Clock[] {
  return rulebook === undefined ? [] : runningClocks(file, { rulebook, calendar });
}
