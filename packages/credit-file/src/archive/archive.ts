import { rulebookById } from '@ledger/rulebooks';
import { type EventType, isAdverse } from '@ledger/schemas';
import type { FileEvent } from '../file-event.ts';
import type { FileHistory } from '../history.ts';

/** Of which class information is: produced in public duty, or by a collector of market information in its business. */
export type InformationClass = 'public' | 'market';

/** The items of a credit file's catalogue. */
export type CatalogueItem =
  | 'registration'
  | 'commitment'
  | 'verification'
  | 'supervision'
  | 'penalty'
  | 'list'
  | 'false-material'
  | 'honour'
  | 'rights'
  | 'credit-report'
  | 'cooperation'
  | 'correction';

/** One entry of a credit file (信用档案): an event under its item, with its class and document. */
export interface ArchiveEntry {
  readonly item: CatalogueItem;
  readonly informationClass: InformationClass;
  readonly type: EventType;
  readonly eventId: string;
  readonly revision: number;
  readonly occurredAt: string;
  readonly by: string;
  readonly adverse: boolean;
  readonly document: FileEvent['metadata']['document'];
}

/** Under which item each kind of act is kept, by the word that its name begins with or is. */
const ITEMS: readonly (readonly [CatalogueItem, RegExp])[] = [
  ['credit-report', /^(credit-report-|pbc-)/],
  ['commitment', /^(committed|commitment-)/],
  ['verification', /^(verified|verification-failed|certificate-conflict-detected|checked)$/],
  ['penalty', /^(penalised|warned|criticised|exposed|association-disciplined)$/],
  ['list', /^(listing-notified|statement-heard|listed|delisted|measure-ended)$/],
  ['honour', /^(honour-recorded|incentive-applied|participation-recorded)$/],
  ['rights', /^(objected$|objection-|clock-|complain|complaint-|repair)/],
  ['correction', /^(corrected|withdrawn|invalidated|restored)$/],
  [
    'supervision',
    /^(sampled|inspected|inspection-|graded|interviewed|rectif|referred|revo|barred|bar-|reminded|report-overdue|work-report-overdue|amendment-overdue|review-overdue|issue-)/,
  ],
  [
    'cooperation',
    /^(data-shared|agreement-signed|authorised|commissioned|industry-|pilot-|practitioner-|selected)/,
  ],
];

/**
 * The credit file of an agency: every event of its file enters by itself, under its item.
 *
 * Law: LNO-1.2-4, LNO-3.3-4; LNR-3-1, LNR-3-2, LNR-11-1 to LNR-11-4.
 */
export function archiveOf({ events }: Pick<FileHistory, 'events'>): readonly ArchiveEntry[] {
  return events.map((event) => ({
    item: itemOf(event),
    informationClass: informationClassOf(event),
    type: event.type,
    eventId: event.id,
    revision: event.revision,
    occurredAt: event.metadata.occurredAt,
    by: event.metadata.actor.org,
    adverse: isAdverse(event.type),
    document: event.metadata.document,
  }));
}

/** The item that an event is kept under. Shape: `registration` for all that belongs to no other. */
export function itemOf(event: FileEvent): CatalogueItem {
  if (isFalseMaterial(event)) return 'false-material';
  return ITEMS.find(([, types]) => types.test(event.type))?.[0] ?? 'registration';
}

/** A finding of false material, by the codes of the rulebook that governed it. Law: LNR-11-4, XJ-9-3. */
function isFalseMaterial({ data, metadata }: FileEvent): boolean {
  const known = rulebookById(metadata.rulebook)?.discipline.falseMaterial?.value ?? [];
  if (known.length === 0) return false;
  const { ground, code, violation } = data as Readonly<Record<string, unknown>>;
  return [ground, code, violation].some((one) => typeof one === 'string' && known.includes(one));
}

/** Public is what an organ produced in its duty; what an agency or anyone else produced is market information. Law: LNR-3-1, LNR-3-2. */
export function informationClassOf({ metadata }: Pick<FileEvent, 'metadata'>): InformationClass {
  switch (metadata.actor.kind) {
    case 'authority':
    case 'department':
    case 'system':
      return 'public';
    default:
      return 'market';
  }
}
