import {
  type DocumentReference,
  documentReferenceSchema,
  instantSchema,
  legalDateSchema,
} from '../envelope.ts';
import type { Objection } from './fault.ts';
import type { SourceLine } from './source-line.ts';
import { fenOfYuan, fieldNameOf, translatePayload } from './source-words.ts';

/** What a line's `data` says, divided between the payload and the envelope. */
export type Payload =
  | {
      readonly data: Readonly<Record<string, unknown>>;
      readonly effectiveFrom: string | undefined;
      readonly document: DocumentReference | undefined;
      readonly objection?: undefined;
    }
  | { readonly objection: Objection };

/** Events that state whose file it is: the first of every file is one of these. */
const NAMING = new Set([
  'filed',
  'refiled',
  'selected',
  'credit-report-filed',
  'pbc-reviewed',
  'pilot-applied',
]);

/** Events whose `field` names a field of the filing or of a record. */
const FIELD_NAMING = new Set([
  'amended',
  'amendment-accepted',
  'amendment-refused',
  'amendment-overdue',
  'corrected',
]);

/** What the paper behind an act is called when the source does not say. */
const DOCUMENT_KINDS: ReadonlyMap<string, string> = new Map([
  ['rectification-ordered', '责令限期整改通知书'],
  ['warned', '警告决定书'],
  ['criticised', '通报批评决定书'],
  ['penalised', '行政处罚决定书'],
  ['listed', '列入名单决定书'],
  ['delisted', '移出名单决定书'],
]);

/** Names of the document's parts in the import form, by the ledger's. */
const DOCUMENT_FIELDS: ReadonlyMap<string, string> = new Map([
  ['kind', 'document_type'],
  ['number', 'document_no'],
  ['organ', 'document_organ'],
  ['date', 'document_date'],
  ['sha256', 'document_sha256'],
]);

const PUBLICATION_CLASSES: ReadonlyMap<string, string> = new Map([
  ['轻微', 'minor'],
  ['一般', 'general'],
  ['严重', 'serious'],
]);

/** Divides and translates the payload of a line. Errors: never throws. */
export function payloadOf(source: SourceLine, uscc: string): Payload {
  const { effective_from, ...stated } = withDocumentNumber(source);
  const aboutDocument = new Set(DOCUMENT_FIELDS.values());
  const paper = Object.entries(stated).filter(([key, value]) => aboutDocument.has(key) && value !== null);
  const spoken = Object.entries(stated).filter(([key]) => !aboutDocument.has(key));
  const translated = translatePayload(Object.fromEntries(spoken));
  if ('objection' in translated) return translated;
  const effectiveFrom = beginningOf(effective_from);
  if (effectiveFrom !== undefined && !instantSchema.safeParse(effectiveFrom).success) {
    const reason = `${JSON.stringify(effective_from)} is no day and no instant with +08:00`;
    return { objection: { code: 'IMPORT_DATE_IMPOSSIBLE', reason, field: 'data.effective_from' } };
  }
  const document = documentOf(source, Object.fromEntries(paper));
  if (document !== undefined && 'code' in document) return { objection: document };
  return { data: withContext(source, uscc, inOurWords(source, translated.data)), effectiveFrom, document };
}

// An order is a document whose number the import form calls its own.
function withDocumentNumber({ type, data }: SourceLine): Readonly<Record<string, unknown>> {
  if (type !== 'rectification-ordered' || !('order_no' in data)) return data;
  const { order_no, ...rest } = data;
  return { document_no: order_no, ...rest };
}

// A bare date in a payload means its beginning.
function beginningOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return legalDateSchema.safeParse(value).success ? `${value}T00:00:00+08:00` : String(value);
}

// What the source leaves unsaid about the paper follows from the act: its usual name, the organ, the day.
function documentOf(
  { type, actor, occurred_at }: SourceLine,
  paper: Readonly<Record<string, unknown>>,
): DocumentReference | Objection | undefined {
  if (Object.keys(paper).length === 0) return undefined;
  const { document_no, document_type, document_organ, document_date, document_sha256: sha256 } = paper;
  const parsed = documentReferenceSchema.safeParse({
    kind: document_type ?? DOCUMENT_KINDS.get(type) ?? '文书',
    number: document_no,
    organ: document_organ ?? actor.org,
    date: document_date ?? occurred_at.slice(0, 10),
    ...(sha256 !== undefined && {
      sha256: typeof sha256 === 'string' ? sha256.replace(/^sha256:/, '') : sha256,
    }),
  });
  if (parsed.success) {
    const { sha256: digest, ...document } = parsed.data;
    return digest === undefined ? document : { ...document, sha256: digest };
  }
  const [issue] = parsed.error.issues;
  const field = `data.${DOCUMENT_FIELDS.get(String(issue?.path[0])) ?? 'document_no'}`;
  return document_no === undefined
    ? { code: 'IMPORT_FIELD_MISSING', reason: 'a document has a number', field: 'data.document_no' }
    : { code: 'IMPORT_FIELD_INVALID', reason: issue?.message ?? 'no document', field };
}

// Values that are themselves words of the import form: names of fields, classes, what a source leaves unsaid.
function inOurWords(source: SourceLine, data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const ours: Record<string, unknown> = { ...data };
  const { field, maskedFields, publicationClass } = data;
  if (FIELD_NAMING.has(source.type) && typeof field === 'string') {
    ours['field'] = fieldNameOf(field);
    if (field.endsWith('_cny')) {
      // What is no amount becomes null, which the schema refuses in its place.
      for (const side of ['before', 'after']) if (side in data) ours[side] = fenOfYuan(data[side]) ?? null;
    }
  }
  if (Array.isArray(maskedFields)) {
    ours['maskedFields'] = maskedFields.map((name) => (typeof name === 'string' ? fieldPathOf(name) : name));
  }
  if (typeof publicationClass === 'string') {
    ours['publicationClass'] = PUBLICATION_CLASSES.get(publicationClass) ?? publicationClass;
  }
  if (source.type === 'revoked') ours['automatic'] ??= source.actor.kind === 'system';
  return ours;
}

function withContext(
  { type, agency_name, actor, due }: SourceLine,
  uscc: string,
  data: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { basis: note, ...term } = due ?? {};
  return {
    ...data,
    ...(NAMING.has(type) && { uscc, agencyName: agency_name }),
    ...(actor.on_behalf !== undefined && { onBehalfOf: actor.on_behalf }),
    ...(due !== undefined && { due: { ...term, ...(note !== undefined && { note }) } }),
  };
}

function fieldPathOf(path: string): string {
  return path.split('.').map(fieldNameOf).join('.');
}
