import { asFileEvent, type CreditFile, emptyFile, evolve, type FileState, viewOf } from '@ledger/credit-file';
import { LAW, type Rulebook, rulebookById, ruleOf } from '@ledger/rulebooks';
import { effectiveFrom, type FileId, type JournalledEvent, parseFileId } from '@ledger/schemas';
import { STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import { EXIT, Failure } from '../output/failure.ts';
import type { Terminal } from '../output/terminal.ts';

/** What `ledger replay` is asked. */
export interface ReplayOptions {
  readonly fileId: string;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  /** Clocks and terms under this rulebook instead of the one on each event. */
  readonly rulebook?: string | undefined;
  readonly json: boolean;
}

/** One step of a file's life: the event, and the file after it. */
export interface ReplayStep {
  readonly event: JournalledEvent;
  readonly state: FileState;
}

/** The events of a file up to a point on both axes of time. */
export type ReadHistory = (
  fileId: FileId,
  at: { readonly asOf?: string | undefined; readonly knownAt?: string | undefined },
) => Promise<readonly JournalledEvent[]>;

/**
 * Tells a file's life step by step, with its state after each event.
 *
 * Shape:  with `json` one `{ event, state }` a line; else one line a step and the last state below.
 * Errors: a malformed file id or an unknown rulebook is bad usage; a file without events is refused.
 */
export async function replay(read: ReadHistory, options: ReplayOptions, terminal: Terminal): Promise<void> {
  const parsed = parseFileId(options.fileId);
  if (parsed === undefined) {
    throw new Failure(
      EXIT.usage,
      `${options.fileId} is no file id: write ‹jurisdiction›-‹USCC›, like 650000-91650102MAFAKE019H`,
    );
  }
  const rulebook = options.rulebook === undefined ? undefined : rulebookNamed(options.rulebook);
  const events = await read(parsed.fileId, { asOf: options.asOf, knownAt: options.knownAt });
  if (events.length === 0) {
    const axes = [
      options.asOf && `as of ${options.asOf}`,
      options.knownAt && `as known at ${options.knownAt}`,
    ];
    const when = axes.filter(Boolean).join(', ');
    throw new Failure(EXIT.refused, `The ledger has no event of ${parsed.fileId}${when && ` ${when}`}.`);
  }
  const steps = stepsOf(parsed.fileId, events, rulebook);
  if (options.json) for (const step of steps) terminal.out(JSON.stringify(step));
  else for (const line of renderReplay(steps, options)) terminal.out(line);
}

/** The steps of a file's life under its own rulebooks, or all under one. */
export function stepsOf(
  fileId: FileId,
  events: readonly JournalledEvent[],
  rulebook: Rulebook | undefined,
): readonly ReplayStep[] {
  let file: CreditFile = emptyFile(fileId);
  return events.map((event) => {
    const known = asFileEvent(event);
    if (known !== undefined) file = evolve(file, known);
    const governing = rulebook ?? rulebookById(event.metadata.rulebook);
    return {
      event,
      state: viewOf(file, {
        rulebook: governing,
        calendar: STATE_COUNCIL_CALENDAR,
        position: event.position,
      }),
    };
  });
}

function rulebookNamed(id: string): Rulebook {
  const rulebook = rulebookById(id);
  if (rulebook !== undefined) return rulebook;
  const known = LAW.rulebooks.map((one) => one.id).join(', ');
  throw new Failure(EXIT.usage, `There is no rulebook ${id}; there are ${known}.`);
}

function renderReplay(steps: readonly ReplayStep[], options: ReplayOptions): readonly string[] {
  const last = steps.at(-1);
  if (last === undefined) return [];
  const { state } = last;
  const axes = [options.asOf && `as of ${options.asOf}`, options.knownAt && `as known at ${options.knownAt}`];
  const heading = [`${state.name ?? '–'}  ${state.fileId}`, ...axes.filter((axis) => axis !== undefined)];
  const width = Math.max(...steps.map(({ event }) => event.type.length));
  return [
    heading.join(', '),
    '',
    ...steps.map((step) => renderStep(step, width)),
    '',
    `status ${state.status} after ${steps.length} events, revision ${state.revision}, position ${state.position}`,
    ...state.openCases.map(({ id, step }) => `open    ${id}: ${step}`),
    ...state.clocks.map(
      ({ kind, rule, lastDay, provisional }) =>
        `clock   ${kind} until ${lastDay}${provisional ? ' (provisional)' : ''}, ${rule} ${ruleOf(rule)?.article ?? ''}`,
    ),
  ];
}

function renderStep({ event, state }: ReplayStep, width: number): string {
  const { occurredAt, recordedAt, basis, actor, document, provenance } = event.metadata;
  const effect = effectiveFrom(event.metadata);
  const marks = [
    effect === occurredAt ? undefined : `counts from ${minute(effect)}`,
    minutesApart(occurredAt, recordedAt) ? `recorded ${minute(recordedAt)}` : undefined,
    document === undefined ? undefined : document.number,
    provenance === undefined ? undefined : 'provenance incomplete',
  ].filter((mark) => mark !== undefined);
  const place = String(event.revision).padStart(3);
  const cited = basis.map((rule) => `${rule} ${ruleOf(rule)?.article ?? ''}`.trim()).join(', ');
  return [
    `${place}  ${minute(occurredAt)}  ${event.type.padEnd(width)}  ${state.status.padEnd(12)}  ${actor.org}  ${cited}`,
    ...marks.map((mark) => `(${mark})`),
  ].join('  ');
}

function minute(instant: string): string {
  return instant.slice(0, 16).replace('T', ' ');
}

/** Events recorded within the hour need no remark. */
function minutesApart(occurredAt: string, recordedAt: string): boolean {
  return occurredAt.slice(0, 13) !== recordedAt.slice(0, 13);
}
