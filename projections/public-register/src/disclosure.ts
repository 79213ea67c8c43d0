import type { FileEvent } from '@ledger/credit-file';
import { effectiveFrom } from '@ledger/schemas';
import { fieldWord } from './dossier.ts';
import type { Line } from './row.ts';
import { citationsOf, documentOf } from './source.ts';

/**
 * The events that the disclosure catalogues let out, each with its word in the law.
 *
 * What is not here is not public: interviews and rectification (no text publishes them), inspections and grades (for allocating
 * supervision), objections and complaints (XJ-22, XJ-24, LNR-36: counts and terms only), warnings and criticism (轻微, Order 36).
 * An event type that is added later is therefore withheld until someone decides otherwise.
 */
export const DISCLOSED: Readonly<Partial<Record<FileEvent['type'], string>>> = {
  committed: '作出信用承诺',
  accepted: '准予建档',
  published: '公示',
  'amendment-accepted': '变更审核通过',
  corrected: '更正',
  'commitment-checked': '承诺履行核查',
  reported: '提交年度报告',
  'work-reported': '提交半年工作报告',
  penalised: '行政处罚',
  listed: '列入严重失信主体名单',
  revoked: '撤销建档',
  'revocation-confirmed': '确认撤销建档',
  barred: '限制重新申报',
  restored: '恢复建档',
  'credit-report-published': '信用报告公示',
  'credit-report-cleared': '信用报告公示期满无异议',
  'credit-report-rejected': '信用报告不予采用',
};

/** The public line of an event, or undefined when the catalogue withholds it; an accepted change is told by its field. */
export function lineOf(
  event: FileEvent & { readonly position: number },
  pendingField?: string,
): Line | undefined {
  const title = DISCLOSED[event.type];
  if (title === undefined) return undefined;
  const { metadata } = event;
  const about = event.type === 'amendment-accepted' ? pendingField : aboutOf(event);
  return {
    eventId: event.id,
    revision: event.revision,
    position: event.position,
    type: event.type,
    title,
    ...(about !== undefined && { about }),
    occurredAt: metadata.occurredAt,
    ...(effectiveFrom(metadata) !== metadata.occurredAt && { effectiveFrom: effectiveFrom(metadata) }),
    recordedAt: metadata.recordedAt,
    basis: citationsOf(event),
    ...documentOf(event),
  };
}

function aboutOf(event: FileEvent): string | undefined {
  switch (event.type) {
    case 'accepted':
      return event.data.fileNo;
    case 'reported':
      return String(event.data.reportYear);
    case 'work-reported':
      return `${event.data.year} ${event.data.half}`;
    case 'corrected':
      return fieldWord(event.data.field);
    case 'commitment-checked':
      return String(event.data.year);
    case 'barred':
      return event.data.lastDay;
    case 'credit-report-published':
    case 'credit-report-cleared':
    case 'credit-report-rejected':
      return event.data.reportNo;
    default:
      return event.metadata.document?.number;
  }
}
