import { canonicalJsonText } from '@ledger/transparency-log';
import type { FileId } from '../identity.ts';
import type { UsccFinding } from '../uscc.ts';
import { faultAt, type ImportFault, type Objection } from './fault.ts';
import { readLines } from './read-lines.ts';
import { readStrictJson } from './strict-json.ts';
import { type ImportedLine, translateLine } from './translate-line.ts';

/** One agency's file as an import has it: whole, in order, ready to be recorded. */
export interface ImportedFile {
  readonly fileId: FileId;
  /** The source's name of the file. */
  readonly agencyId: string;
  /** What about its code needs verifying; none of it hinders the import. */
  readonly usccFindings: readonly UsccFinding[];
  /** Shape: `lines[n]` becomes revision n. */
  readonly lines: readonly (ImportedLine & { readonly line: number })[];
}

/** What an import says, and what is wrong with it. */
export interface ImportReading {
  /** Files without a fault, in the order of their first lines. */
  readonly files: readonly ImportedFile[];
  /** Every fault, by line; a file that has one is not among `files`. */
  readonly faults: readonly ImportFault[];
  /** The source's names of the files that are refused, in the order of their first lines. */
  readonly refused: readonly string[];
  /** Lines that are not blank. */
  readonly lineCount: number;
  /** Lines that repeat an earlier one, and were read once. */
  readonly repeatedCount: number;
}

interface Draft {
  readonly agencyId: string;
  readonly lines: (ImportedLine & { readonly line: number })[];
  readonly sourceIds: Set<string>;
  refused: boolean;
}

/**
 * Reads an import: one JSON object a line, any number of agencies' files, each file whole or not at all.
 *
 * Shape:  the files that can be recorded, and every fault with line, rule, reason and remedy. A file with a fault is
 *         left out whole; the others stand. A line whose file cannot be told refuses no file.
 * Errors: never throws.
 */
export function parseImport(input: string | Uint8Array): ImportReading {
  const drafts = new Map<string, Draft>();
  const contents = new Map<string, string>();
  const faults: ImportFault[] = [];
  let lineCount = 0;
  let repeatedCount = 0;
  const refuse = (line: number, objections: readonly Objection[], agencyId: string | undefined): void => {
    for (const objection of objections) faults.push(faultAt(line, objection, agencyId));
    if (agencyId !== undefined) draftOf(drafts, agencyId).refused = true;
  };

  for (const read of readLines(input)) {
    lineCount += 1;
    if (read.objection !== undefined) {
      refuse(read.line, [read.objection], agencyNamedIn(read.beginning));
      continue;
    }
    const json = readStrictJson(read.text);
    if ('objection' in json) {
      refuse(read.line, [json.objection], agencyNamedIn(read.text));
      continue;
    }
    const translated = translateLine(json.value);
    if (translated.objections !== undefined) {
      refuse(read.line, translated.objections, agencyNamedIn(read.text));
      continue;
    }
    const { imported } = translated;
    const draft = draftOf(drafts, imported.agencyId);
    const content = canonicalJsonText(json.value);
    const earlier = contents.get(imported.sourceId);
    if (earlier === content) {
      repeatedCount += 1;
      continue;
    }
    const objection = earlier === undefined ? placeObjection(draft, imported) : repeatedId(imported);
    if (objection !== undefined) refuse(read.line, [objection], imported.agencyId);
    contents.set(imported.sourceId, content);
    draft.sourceIds.add(imported.sourceId);
    draft.lines.push({ ...imported, line: read.line });
  }

  refuseSharedFiles(drafts, refuse);
  const whole = [...drafts.values()].filter((draft) => !draft.refused);
  return {
    files: whole.flatMap(({ agencyId, lines }) =>
      lines[0] ? [{ fileId: lines[0].fileId, agencyId, usccFindings: lines[0].usccFindings, lines }] : [],
    ),
    faults: faults.sort((one, other) => one.line - other.line),
    refused: [...drafts.values()].filter((draft) => draft.refused).map((draft) => draft.agencyId),
    lineCount,
    repeatedCount,
  };
}

function draftOf(drafts: Map<string, Draft>, agencyId: string): Draft {
  const known = drafts.get(agencyId);
  if (known !== undefined) return known;
  const draft: Draft = { agencyId, lines: [], sourceIds: new Set(), refused: false };
  drafts.set(agencyId, draft);
  return draft;
}

// What a line must be to follow the lines of its file before it. Once a line is refused the next ones cannot follow,
// and saying so of each would bury the one fault that matters.
function placeObjection(draft: Draft, line: ImportedLine): Objection | undefined {
  if (draft.refused) return undefined;
  const last = draft.lines.at(-1);
  const expected = (last?.version ?? 0) + 1;
  if (last !== undefined && last.fileId !== line.fileId) {
    return {
      code: 'IMPORT_FILE_MIXED',
      reason: `${draft.agencyId} is ${last.fileId} in the lines before and ${line.fileId} here`,
      field: 'agency_id',
    };
  }
  if (line.version !== expected) {
    return {
      code: 'IMPORT_VERSION_OUT_OF_ORDER',
      reason: `version ${expected} of ${draft.agencyId} is due here, not ${line.version}`,
      field: 'version',
    };
  }
  if (last !== undefined && line.event.recordedAt < last.event.recordedAt) {
    return {
      code: 'IMPORT_RECORDED_BACKWARDS',
      reason: `recorded at ${line.event.recordedAt}, after an event recorded at ${last.event.recordedAt}`,
      field: 'recorded_at',
    };
  }
  if (line.sourceCause !== undefined && !draft.sourceIds.has(line.sourceCause)) {
    return {
      code: 'IMPORT_CAUSE_UNKNOWN',
      reason: `${draft.agencyId} has no event ${line.sourceCause} before this one`,
      field: 'causation_id',
    };
  }
  return undefined;
}

function repeatedId({ sourceId }: ImportedLine): Objection {
  return {
    code: 'IMPORT_EVENT_ID_REPEATED',
    reason: `an earlier line bears the id ${sourceId} and says something else`,
    field: 'event_id',
  };
}

// Two names of the source for one file would give it two first events.
function refuseSharedFiles(
  drafts: ReadonlyMap<string, Draft>,
  refuse: (line: number, objections: readonly Objection[], agencyId: string) => void,
): void {
  const owners = new Map<FileId, Draft>();
  for (const draft of drafts.values()) {
    const first = draft.lines[0];
    if (first === undefined) continue;
    const owner = owners.get(first.fileId);
    owners.set(first.fileId, owner ?? draft);
    if (owner === undefined) continue;
    const reason = `${owner.agencyId} and ${draft.agencyId} are both ${first.fileId}`;
    for (const shared of [owner, draft]) {
      const line = shared.lines[0]?.line ?? first.line;
      refuse(line, [{ code: 'IMPORT_FILE_MIXED', reason, field: 'agency_id' }], shared.agencyId);
    }
  }
}

// A broken line often still says whose it is; then that file, and only that one, is left out.
function agencyNamedIn(text: string): string | undefined {
  return /"agency_id"\s*:\s*"([^"\\]{1,100})"/.exec(text)?.[1];
}
