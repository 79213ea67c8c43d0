import { Receipts, type ReceivedEvent } from '@ledger/api';
import { newestForm } from '@ledger/event-log';
import { type PublishedVerification, verifyPublished } from '@ledger/log';
import { openSession, type Verification, verify } from '@ledger/projection-engine';
import { storeSource } from '@ledger/projector';
import pg from 'pg';
import type { Ledger } from '../open-ledger.ts';
import { EXIT, Failure } from '../output/failure.ts';
import type { Terminal } from '../output/terminal.ts';

/** A verification of the whole ledger. */
interface LedgerVerification extends Verification {
  readonly receipts: number;
  /** Events that somebody was told are recorded, and that the journal does not have. */
  readonly lost: readonly ReceivedEvent[];
  /** Every checkpoint that was ever signed, against the tree over the journal. */
  readonly published: PublishedVerification;
}

/**
 * Verifies the whole ledger: every hash and chain, the log's tree and every checkpoint ever signed of it, the journal
 * against the store, and every receipt against the journal.
 *
 * Errors: `Failure` with exit code 1, after a line for each place that is wrong.
 */
export async function verifyLedger(
  ledger: Ledger,
  options: { readonly json: boolean },
  terminal: Terminal,
): Promise<void> {
  await ledger.projected();
  const progress = terminal.progress('verifying');
  let found: LedgerVerification;
  try {
    const verification = await verify({
      databaseUrl: ledger.instance.databaseUrl,
      newestForm,
      source: storeSource(ledger.eventLog),
      onProgress: ({ done, total }) => progress.step(done, total),
    });
    found = {
      ...verification,
      ...(await verifyReceipts(ledger)),
      published: await verifyCheckpoints(ledger),
    };
  } finally {
    progress.end();
  }
  if (options.json) terminal.out(JSON.stringify(found));
  else render(found, terminal);
  const faults =
    found.broken.length + found.differences.length + found.lost.length + found.published.wrong.length;
  if (faults > 0) throw new Failure(EXIT.refused, `${faults} places are wrong; nothing was changed.`);
}

/** An answer 2xx was a promise: its events are in the journal, under the hash the answer named. */
async function verifyReceipts({
  instance,
  readModels,
}: Ledger): Promise<Pick<LedgerVerification, 'receipts' | 'lost'>> {
  const pool = new pg.Pool({
    connectionString: instance.databaseUrl,
    max: 1,
    application_name: 'ledger verification',
  });
  const lost: ReceivedEvent[] = [];
  let receipts = 0;
  try {
    for await (const { events } of new Receipts(pool).all()) {
      receipts += 1;
      for (const event of events) {
        const journalled = await readModels.readEvent({ id: event.id });
        if (journalled?.hash !== event.hash) lost.push(event);
      }
    }
  } finally {
    await pool.end();
  }
  return { receipts, lost };
}

async function verifyCheckpoints({ instance }: Ledger): Promise<PublishedVerification> {
  const session = await openSession(instance.databaseUrl, 'ledger verification');
  try {
    return await verifyPublished(session);
  } finally {
    await session.close();
  }
}

function render(found: LedgerVerification, terminal: Terminal): void {
  const { position, files, broken, differences, receipts, lost, published, root } = found;
  for (const { place, position: at, reason } of broken)
    terminal.out(`✗ ${place} at position ${at}: ${reason}`);
  for (const { kind, place, journal, store } of differences) {
    terminal.out(`✗ ${place} ${kind}: journal ${journal ?? '–'}, store ${store ?? '–'}`);
  }
  for (const { id, type, revision } of lost) {
    terminal.out(`✗ ${type} ${id}, acknowledged at revision ${revision}, is not in the journal`);
  }
  for (const { size, reason } of published.wrong)
    terminal.out(`✗ the checkpoint of ${size} leaves ${reason}`);
  const mark = (faults: number): string => (faults === 0 ? '✓' : '✗');
  terminal.out(`${mark(broken.length)} ${files} streams, ${position} events: hashes and chains`);
  terminal.out(
    `${mark(published.wrong.length)} ${published.checkpoints} signed checkpoints; root of the log's tree ${root}`,
  );
  terminal.out(`${mark(differences.length)} the journal against the store`);
  terminal.out(`${mark(lost.length)} ${receipts} receipts of commands`);
}
