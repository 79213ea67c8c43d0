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
const DOCUMENT_KINDS: Readonly<Record<string, string>> = {
  'rectification-ordered': '责令限期整改通知书',
  warned: '警告决定书',
  criticised: '通报批评决定书',
  penalised: '行政处罚决定书',
  listed: '列入名单决定书',
  delisted: '移出名单决定书',
};

/** Names of the document's parts in the import form, by the ledger's. */
const DOCUMENT_FIELDS: Readonly<Record<string, string>> = {
  kind: 'document_type',
  number: 'document_no',
  organ: 'document_organ',
  date: 'document_date',
  sha256: 'document_sha256',
};

const PUBLICATION_CLASSES: Readonly<Record<string, string>> = {
  轻微: 'minor',
  一般: 'general',
  严重: 'serious',
};

/** Divides and translates the payload of a line. Errors: never throws. */
export function payloadOf(source: SourceLine, uscc: string): Payload {
  const { effective_from, ...rest } = withDocumentNumber(source);
  const spoken = Object.entries(rest).filter(([key]) => !Object.values(DOCUMENT_FIELDS).includes(key));
  const translated = translatePayload(Object.fromEntries(spoken));
  if ('objection' in translated) return translated;

  const effectiveFrom = beginningOf(effective_from);
  if (effectiveFrom !== undefined && !instantSchema.safeParse(effectiveFrom).success) {
    const reason = `${JSON.stringify(effective_from)} is no day and no instant with +08:00`;
    return { objection: { code: 'IMPORT_DATE_IMPOSSIBLE', reason, field: 'data.effective_from' } };
  }
  const document = documentOf(source, rest['document_no']);
  if (document !== undefined && 'code' in document) return { objection: document };
  return {
    data: withContext(source, uscc, inOurWords(source, translated.data)),
    effectiveFrom,
    document,
  };
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

function documentOf(
  { type, actor, occurred_at, data }: SourceLine,
  number: unknown,
): DocumentReference | Objection | undefined {
  const sha256 = data['document_sha256'];
  if (number === undefined || number === null) return undefined;
  const parsed = documentReferenceSchema.safeParse({
    kind: data['document_type'] ?? DOCUMENT_KINDS[type] ?? '文书',
    number,
    organ: data['document_organ'] ?? actor.org,
    date: data['document_date'] ?? occurred_at.slice(0, 10),
    ...(typeof sha256 === 'string' && { sha256: sha256.replace(/^sha256:/, '') }),
  });
  if (parsed.success) {
    const { sha256: digest, ...document } = parsed.data;
    return digest === undefined ? document : { ...document, sha256: digest };
  }
  const issue = parsed.error.issues[0];
  const field = DOCUMENT_FIELDS[String(issue?.path[0])] ?? 'document_no';
  return { code: 'IMPORT_FIELD_INVALID', reason: issue?.message ?? 'no document', field: `data.${field}` };
}

// Values that are themselves words of the import form: names of fields, classes, what a source leaves unsaid.
function inOurWords(source: SourceLine, data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const ours: Record<string, unknown> = { ...data };
  const { field, maskedFields, publicationClass } = data;
  if (FIELD_NAMING.has(source.type) && typeof field === 'string') {
    ours['field'] = fieldNameOf(field);
    if (field.endsWith('_cny')) {
      for (const side of ['before', 'after'])
        if (side in data) ours[side] = fenOfYuan(data[side]) ?? data[side];
    }
  }
  if (Array.isArray(maskedFields)) {
    ours['maskedFields'] = maskedFields.map((name) => (typeof name === 'string' ? fieldPathOf(name) : name));
  }
  if (typeof publicationClass === 'string') {
    ours['publicationClass'] = PUBLICATION_CLASSES[publicationClass] ?? publicationClass;
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
