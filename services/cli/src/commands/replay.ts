import { asFileEvent, type CreditFile, emptyFile, evolve, type FileState, viewOf } from '@ledger/credit-file';
import { isDraft, LAW, type Rulebook, rulebookById, ruleOf } from '@ledger/rulebooks';
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

/** The events of a file up to a point on both axes of time, page by page. */
export type ReadHistory = (
  fileId: FileId,
  at: { readonly asOf?: string | undefined; readonly knownAt?: string | undefined },
) => AsyncIterable<readonly JournalledEvent[]>;

/**
 * Tells a file's life step by step, with its state after each event.
 *
 * Each step is told as soon as it is read: a file of any length needs no more memory than a short one.
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
  let first: ReplayStep | undefined;
  let last: ReplayStep | undefined;
  let count = 0;
  const life = new Life(parsed.fileId, rulebook);
  for await (const events of read(parsed.fileId, { asOf: options.asOf, knownAt: options.knownAt })) {
    for (const event of events) {
      const step = life.next(event);
      if (options.json) terminal.out(JSON.stringify(step));
      else if (first === undefined) for (const line of renderHeading(step, options)) terminal.out(line);
      if (!options.json) terminal.out(renderStep(step));
      first ??= step;
      last = step;
      count += 1;
    }
  }
  if (last === undefined) {
    const when = axesOf(options).join(', ');
    throw new Failure(EXIT.refused, `The ledger has no event of ${parsed.fileId}${when && ` ${when}`}.`);
  }
  if (!options.json) for (const line of renderEnd(last, count, first?.state.name ?? null)) terminal.out(line);
}

function axesOf({ asOf, knownAt }: ReplayOptions): readonly string[] {
  return [
    ...(asOf === undefined ? [] : [`as of ${asOf}`]),
    ...(knownAt === undefined ? [] : [`as known at ${knownAt}`]),
  ];
}

/** The steps of a file's life under its own rulebooks, or all under one. */
export function stepsOf(
  fileId: FileId,
  events: readonly JournalledEvent[],
  rulebook: Rulebook | undefined,
): readonly ReplayStep[] {
  const life = new Life(fileId, rulebook);
  return events.map((event) => life.next(event));
}

/** A file's life, told event by event. */
class Life {
  readonly #rulebook: Rulebook | undefined;
  #file: CreditFile;

  constructor(fileId: FileId, rulebook: Rulebook | undefined) {
    this.#rulebook = rulebook;
    this.#file = emptyFile(fileId);
  }

  /** The step that the next event makes. */
  next(event: JournalledEvent): ReplayStep {
    const known = asFileEvent(event);
    // No view looks at the types of past acts; a long file would copy thousands of them at each step.
    if (known !== undefined) this.#file = { ...evolve(this.#file, known), acts: [] };
    const rulebook = this.#rulebook ?? rulebookById(event.metadata.rulebook);
    const { position } = event;
    return { event, state: viewOf(this.#file, { rulebook, calendar: STATE_COUNCIL_CALENDAR, position }) };
  }
}

function rulebookNamed(id: string): Rulebook {
  const rulebook = rulebookById(id);
  if (rulebook !== undefined) return rulebook;
  const known = LAW.rulebooks.map((one) => one.id).join(', ');
  throw new Failure(EXIT.usage, `There is no rulebook ${id}; there are ${known}.`);
}

function renderHeading({ state }: ReplayStep, options: ReplayOptions): readonly string[] {
  return [[`${state.name ?? '–'}  ${state.fileId}`, ...axesOf(options)].join(', '), ''];
}

function renderEnd({ state }: ReplayStep, count: number, firstName: string | null): readonly string[] {
  return [
    '',
    ...(state.name === firstName ? [] : [`name    ${state.name ?? '–'}`]),
    `status ${state.status} after ${count} events, revision ${state.revision}, position ${state.position}`,
    ...state.openCases.map(({ id, step }) => `open    ${id}: ${step}`),
    ...state.clocks.map(
      ({ kind, rule, lastDay, provisional }) =>
        `clock   ${kind} until ${lastDay}${provisional ? ' (provisional)' : ''}, ${rule} ${ruleOf(rule)?.article ?? ''}`,
    ),
  ];
}

/** Wide enough for nearly every type of event: steps are told before the longest one is known. */
const TYPE_WIDTH = 24;

function renderStep({ event, state }: ReplayStep): string {
  const { occurredAt, recordedAt, basis, actor, document, provenance } = event.metadata;
  const effect = effectiveFrom(event.metadata);
  const marks = [
    effect === occurredAt ? undefined : `counts from ${minute(effect)}`,
    minutesApart(occurredAt, recordedAt) ? `recorded ${minute(recordedAt)}` : undefined,
    document === undefined ? undefined : document.number,
    provenance === undefined ? undefined : 'provenance incomplete',
    isDraft(event.metadata.rulebook) ? 'simulation' : undefined,
  ].filter((mark) => mark !== undefined);
  const place = String(event.revision).padStart(3);
  const cited = basis.map((rule) => `${rule} ${ruleOf(rule)?.article ?? ''}`.trim()).join(', ');
  return [
    `${place}  ${minute(occurredAt)}  ${event.type.padEnd(TYPE_WIDTH)}  ${state.status.padEnd(12)}  ${actor.org}  ${cited}`,
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
