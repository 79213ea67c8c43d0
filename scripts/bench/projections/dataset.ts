import { hash } from 'node:crypto';
import { once } from 'node:events';
import { type FileHead, fileIdOf, type Revision, type Sha256Hex, streamOf } from '@ledger/schemas';
import { canonicalJsonText } from '@ledger/transparency-log';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** One event of the measured ledger, its JSON parts as canonical text. */
export interface MeasuredEvent {
  readonly position: number;
  readonly id: string;
  readonly stream: string;
  readonly revision: Revision;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
  readonly hash: Sha256Hex;
  readonly recordedAt: string;
}

/** Events and the files they are spread over. */
export interface DatasetSize {
  readonly events: number;
  readonly files: number;
}

/** A file has twenty events in every size, so that what grows is the ledger and not its files. */
export function datasetOf(events: number): DatasetSize {
  return { events, files: Math.max(1, Math.round(events / 20)) };
}

const START_MS = Date.UTC(2024, 0, 1);
const AREAS = ['650102', '650104', '650201', '652301', '653101', '654002'];
/** Every type of event there is in it. */
export const EVENT_TYPES: readonly string[] = [
  'filed',
  'accepted',
  'reported',
  'work-reported',
  'commitment-checked',
  'warned',
  'penalised',
  'amended',
];
const LATER_TYPES = EVENT_TYPES.slice(2);

/**
 * The events of a ledger of this size, chained and in position order.
 *
 * Shape: the same size gives the same events; a file begins with `filed` and `accepted`, then lives; its events lie
 *        anywhere behind each other, as those of agencies in a region do. About 680 bytes of JSON an event.
 */
export function* eventsOf({ events, files }: DatasetSize): Generator<MeasuredEvent> {
  const heads: (FileHead | undefined)[] = new Array(files);
  const chance = chanceFrom(20_240_101);
  for (let position = 1; position <= events; position += 1) {
    // Every file has begun when half of the ledger is written.
    const begun = Math.min(files, Math.ceil((position * 2 * files) / events));
    const file = position % 2 === 1 && heads[begun - 1] === undefined ? begun - 1 : chance(begun);
    const head = heads[file];
    const event = eventOf(position, file, head, chance);
    heads[file] = { revision: event.revision, hash: event.hash };
    yield event;
  }
}

function eventOf(
  position: number,
  file: number,
  head: FileHead | undefined,
  chance: (below: number) => number,
): MeasuredEvent {
  const revision = (head === undefined ? 0 : head.revision + 1) as Revision;
  const type = typeAt(revision, chance);
  const stream = streamOf(fileIdOf('650000', usccOf(file)));
  const id = uuidOf(`event ${position}`);
  const recordedAt = instantOf(position * 37_000);
  const metadata = canonicalJsonText({
    schema: 1,
    occurredAt: recordedAt,
    recordedAt,
    actor: {
      kind: 'authority',
      id: `officer-${chance(400)}`,
      org: 'xj-development-and-reform-office',
      division: '650000',
    },
    basis: ['XJ-11-2', 'XJ-7-1'],
    rulebook: 'xj-measures-draft@2024-01-01',
    commandId: uuidOf(`command ${position}`),
    correlationId: uuidOf(`matter ${file}`),
    ...(head !== undefined && { prior: head.hash }),
    salt: hash('sha256', `salt ${position}`).slice(0, 32),
  });
  const data = canonicalJsonText(dataOf(type, file, position, chance));
  const text = `{"data":${data},"id":"${id}","metadata":${metadata},"revision":${revision},"stream":"${stream}","type":"${type}"}`;
  const digest = hash('sha256', text) as Sha256Hex;
  return { position, id, stream, revision, type, data, metadata, hash: digest, recordedAt };
}

function typeAt(revision: Revision, chance: (below: number) => number): string {
  if (revision === 0) return 'filed';
  if (revision === 1) return 'accepted';
  return LATER_TYPES[chance(LATER_TYPES.length)] ?? 'reported';
}

function dataOf(type: string, file: number, position: number, chance: (below: number) => number): object {
  const remark = `第${position}号材料经核对与原件一致，由经办人复核后予以登记入卷`;
  switch (type) {
    case 'filed':
      return {
        agencyName: `测试信用服务有限公司${file}`,
        registeredArea: AREAS[file % AREAS.length],
        remark,
      };
    case 'accepted':
      return { fileNo: `XJ-${String(file).padStart(7, '0')}`, remark };
    case 'penalised':
      return { amountFen: (1 + chance(50)) * 10_000, kind: 'fine', remark };
    case 'amended':
      return { agencyName: `测试信用服务（更名${position}）有限公司`, field: 'agency_name', remark };
    default:
      return { period: 2024 + (position % 3), items: ['营业收入', '从业人员', '信用报告数量'], remark };
  }
}

function usccOf(file: number): string {
  return `91650102MA${String(file).padStart(7, '0')}X`;
}

function uuidOf(name: string): string {
  const hex = hash('sha256', name);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function instantOf(sinceStartMs: number): string {
  return new Date(START_MS + sinceStartMs).toISOString().replace('Z', '+08:00');
}

/** Whole numbers below a bound, the same row of them for the same seed. */
function chanceFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    // A linear congruential generator (Numerical Recipes, §7.1): plenty for spreading events.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** The journal's columns as text for COPY: JSON needs its backslashes doubled. */
export function copyLineOf(event: MeasuredEvent): string {
  const instant = event.recordedAt.replace('+08:00', '000000+08:00');
  const json = (text: string): string => text.replaceAll('\\', '\\\\');
  return `${event.position}\t${event.id}\t${event.stream}\t${event.revision}\t${event.type}\t${json(event.data)}\t${json(event.metadata)}\t\\\\x${event.hash}\t${event.position * 700}\t${event.position * 700}\t${instant}\t${instant}\tf\n`;
}

/** Lines go into a table by COPY. Units: `lines` end with a line feed. */
export async function copyInto(client: pg.ClientBase, table: string, lines: Iterable<string>): Promise<void> {
  const into = client.query(copyFrom(`COPY ${table} FROM STDIN`));
  let block = '';
  for (const line of lines) {
    block += line;
    if (block.length < 1_000_000) continue;
    if (!into.write(block)) await once(into, 'drain');
    block = '';
  }
  into.end(block);
  await once(into, 'finish');
}
