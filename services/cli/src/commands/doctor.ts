import { type LogStanding, readStanding } from '@ledger/log';
import { openSession } from '@ledger/projection-engine';
import { LAW } from '@ledger/rulebooks';
import { type Instant, legalDateOf, STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import Table from 'cli-table3';
import type { Ledger } from '../open-ledger.ts';
import { EXIT, Failure } from '../output/failure.ts';
import type { Terminal } from '../output/terminal.ts';

/** One thing looked at. `wrong` ends the command with 1, `remark` does not. */
export interface Finding {
  readonly what: string;
  readonly verdict: 'well' | 'remark' | 'wrong';
  readonly detail: string;
}

const MARKS = { well: '✓', remark: '!', wrong: '✗' } as const;

/**
 * Looks at every part of the ledger and says how it is.
 *
 * Shape:  one finding a part, always all of them.
 * Errors: `Failure` with exit code 1 when something is wrong.
 */
export async function doctor(
  ledger: Ledger,
  options: { readonly json: boolean; readonly now: Instant },
  terminal: Terminal,
): Promise<void> {
  const findings = [
    nodeVersion(),
    ...(await storeAndJournal(ledger)),
    await transparencyLog(ledger),
    rulebooks(),
    calendar(options.now),
  ];
  if (options.json) terminal.out(JSON.stringify(findings));
  else terminal.out(renderFindings(findings));
  const wrong = findings.filter(({ verdict }) => verdict === 'wrong');
  if (wrong.length > 0)
    throw new Failure(EXIT.refused, `${wrong.length} of ${findings.length} parts are not well.`);
}

function nodeVersion(): Finding {
  return { what: 'Node', verdict: 'well', detail: process.versions.node };
}

async function storeAndJournal({ instance, eventLog, readModels }: Ledger): Promise<readonly Finding[]> {
  const head = await eventLog.head();
  if (head !== undefined) await readModels.waitFor(head.id, 10_000);
  const status = await readModels.status();
  const journalled = head === undefined ? undefined : await readModels.readEvent({ id: head.id });
  const behind = head !== undefined && journalled === undefined;
  return [
    { what: 'database', verdict: 'well', detail: withoutPassword(instance.databaseUrl) },
    { what: 'event store', verdict: 'well', detail: withoutPassword(instance.eventStoreUrl) },
    {
      what: 'journal',
      verdict: behind ? 'wrong' : 'well',
      detail: `${status.position} events${behind ? `, the store's last event ${head.stream}@${head.revision} is not among them` : ''}`,
    },
    ...status.projections.map(
      ({ name, version, generation, consumed }): Finding => ({
        what: `projection ${name}`,
        verdict: consumed === status.position ? 'well' : 'wrong',
        detail: `version ${version}, generation ${generation}, ${consumed} of ${status.position} events consumed`,
      }),
    ),
    ...status.parked.map(
      ({ stream, revision, reason, waiting }): Finding => ({
        what: 'parked file',
        verdict: 'wrong',
        detail: `${stream}@${revision}: ${reason}; ${waiting} events wait`,
      }),
    ),
  ];
}

async function transparencyLog({ instance }: Ledger): Promise<Finding> {
  const session = await openSession(instance.databaseUrl, 'doctor');
  try {
    return logFinding(await readStanding(session));
  } finally {
    await session.close();
  }
}

/** What is to be said of the log. An unsigned rest is no fault: a command may have run without the process that signs. */
export function logFinding(standing: LogStanding | undefined): Finding {
  const what = 'transparency log';
  if (standing === undefined) return { what, verdict: 'remark', detail: 'nothing has been signed yet' };
  const { size, signedSize, stop, lagSeconds } = standing;
  const detail = `${signedSize ?? 0} of ${size} events under a signed checkpoint`;
  if (stop !== undefined) return { what, verdict: 'wrong', detail: `${detail}; ${stop.sentence}` };
  if (size === signedSize) return { what, verdict: 'well', detail };
  return {
    what,
    verdict: 'remark',
    detail: `${detail}; the oldest other waits for ${Math.round(lagSeconds)} s`,
  };
}

function rulebooks(): Finding {
  const drafts = LAW.rulebooks.filter(({ status }) => status === 'draft').map(({ id }) => id);
  const detail = `${LAW.rulebooks.length} rulebooks, ${LAW.rules.size} rules`;
  if (drafts.length === 0) return { what: 'law', verdict: 'well', detail };
  return {
    what: 'law',
    verdict: 'remark',
    detail: `${detail}; draft, so acts under it are simulation: ${drafts.join(', ')}`,
  };
}

/** A term that begins now may reach into next year: its calendar should be known. */
function calendar(now: Instant): Finding {
  const thisYear = Number(legalDateOf(now).slice(0, 4));
  const unknown = [thisYear, thisYear + 1].filter((year) => !STATE_COUNCIL_CALENDAR.years.has(year));
  if (unknown.length === 0)
    return { what: 'calendar', verdict: 'well', detail: `published to the end of ${thisYear + 1}` };
  return {
    what: 'calendar',
    verdict: 'remark',
    detail: `no State Council notice for ${unknown.join(', ')}: terms of working days that reach into it are provisional`,
  };
}

function renderFindings(findings: readonly Finding[]): string {
  const table = new Table({ style: { head: [], border: [] }, chars: PLAIN });
  for (const { what, verdict, detail } of findings) table.push([MARKS[verdict], what, detail]);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/([^:/@]+):[^@]+@/, '//$1@');
}

/** No frame: a table that reads well in a pipe too. */
const PLAIN = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' ',
} as const;
