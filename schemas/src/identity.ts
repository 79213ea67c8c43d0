/** `Base` carrying the meaning `Name`; the same value at run time, not assignable across names. */
declare const meaning: unique symbol;
export type Branded<Base, Name extends string> = Base & { readonly [meaning]: Name };

/** `‹jurisdiction›-‹USCC›`, e.g. `650000-91650102MAFAKE019H`: one agency in one jurisdiction. */
export type FileId = Branded<string, 'FileId'>;
/** Name of a stream of the store, e.g. `agency-650000-91650102MAFAKE019H`. */
export type StreamName = Branded<string, 'StreamName'>;
/** Place of an event in its file. Units: zero-based, contiguous. */
export type Revision = Branded<number, 'Revision'>;
/** Dense number of a ledger event in `$all` order. Units: one-based, contiguous; never a time. */
export type Position = Branded<number, 'Position'>;
/** Lower-case UUID of an event. */
export type EventId = Branded<string, 'EventId'>;
/** Lower-case hex of a SHA-256 digest, 64 characters. */
export type Sha256Hex = Branded<string, 'Sha256Hex'>;

/** What a feed or a projection has consumed before the first event. */
export const NO_POSITION: Position = 0 as Position;

/** Where the store keeps an event. Stays inside event-log, projector and projection-engine; never sent to anyone. */
export interface StorePosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** Six digits of GB/T 2260 that name a rulebook's territory; `000000` is the national pilot. */
export type Jurisdiction = Branded<string, 'Jurisdiction'>;

const FILE_ID = /^(\d{6})-([0-9A-HJ-NPQRTUWXY]{18})$/;

/** Splits a file id, or answers undefined when the text is none. */
export function parseFileId(
  text: string,
): { readonly fileId: FileId; readonly jurisdiction: Jurisdiction; readonly uscc: string } | undefined {
  const match = FILE_ID.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { fileId: text as FileId, jurisdiction: match[1] as Jurisdiction, uscc: match[2] };
}

/** The file id of an agency in a jurisdiction. Errors: throws when either part is malformed. */
export function fileIdOf(jurisdiction: string, uscc: string): FileId {
  const parsed = parseFileId(`${jurisdiction}-${uscc}`);
  if (parsed === undefined) throw new Error(`not a file id: ${jurisdiction}-${uscc}`);
  return parsed.fileId;
}

/** The stream that holds a file's events. */
export function streamOf(fileId: FileId): StreamName {
  return `agency-${fileId}` as StreamName;
}

/** The five prefixes that make up the ledger; anything else in the store is ignored. */
export const LEDGER_STREAM_PREFIXES = ['agency-', 'rulebook-', 'calendar-', 'erasure-', 'log-'] as const;
