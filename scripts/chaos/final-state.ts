import { setTimeout as sleep } from 'node:timers/promises';
import { connectEventLog, newestForm } from '@ledger/event-log';
import { openReadModels } from '@ledger/projection-engine';
import { PROJECTIONS } from '@ledger/projector';
import { eventHash, type StoredEvent } from '@ledger/schemas';
import pg from 'pg';
import type { LoggedEvent } from './history.ts';
import type { LedgerUnderTest } from './ledger-under-test.ts';

/** What stands in the ledger when everything has come to rest. */
export interface FinalState {
  readonly log: readonly LoggedEvent[];
  /** Ids of all events of which PostgreSQL keeps a receipt. */
  readonly receipts: ReadonlySet<string>;
  /** SHA-256 of each projection's rows as readers see them. */
  readonly live: Digests;
  readonly rebuiltFromJournal: Digests;
  readonly rebuiltFromStore: Digests;
  /** What `ledger verify` found wrong. */
  readonly faults: readonly unknown[];
}

export type Digests = Readonly<Record<string, string>>;

interface ProjectionDigest {
  readonly projection: string;
  readonly count: number;
  readonly sha256: string;
}

const PROJECTED_MS = 60_000;

/** Reads it all, once from each place that ought to agree. */
export async function readFinalState(ledger: LedgerUnderTest): Promise<FinalState> {
  const { databaseUrl, eventStoreUrl } = await ledger.addresses();
  const stored = await readStore(eventStoreUrl);
  const live = await liveDigests(databaseUrl, stored.at(-1));
  const verified = JSON.parse(await ledger.run('verify', '--json')) as {
    readonly broken: readonly unknown[];
    readonly differences: readonly unknown[];
  };
  const rebuilt = async (from: string): Promise<Digests> => {
    const report = JSON.parse(await ledger.run('rebuild', 'all', '--from', from, '--json')) as {
      readonly digests: readonly ProjectionDigest[];
    };
    return digestsOf(report.digests);
  };
  return {
    log: logOf(stored),
    receipts: await readReceipts(databaseUrl),
    live,
    rebuiltFromJournal: await rebuilt('journal'),
    rebuiltFromStore: await rebuilt('store'),
    faults: [...verified.broken, ...verified.differences],
  };
}

async function readStore(url: string): Promise<readonly StoredEvent[]> {
  const eventLog = connectEventLog({
    url,
    wait: (ms, signal) => sleep(ms, undefined, signal && { signal }).catch(() => undefined),
    now: () => performance.now(),
    log: { info: () => undefined, warn: () => undefined },
  });
  const events: StoredEvent[] = [];
  for await (const event of eventLog.readAll()) events.push(event);
  await eventLog.close();
  return events;
}

const OPERATION = /"([0-9a-f]{64})"/;

function logOf(stored: readonly StoredEvent[]): readonly LoggedEvent[] {
  // A command may come to several events of which one alone repeats what was sent.
  const operations = new Map<string, string>();
  for (const { metadata, data } of stored) {
    const operation = OPERATION.exec(JSON.stringify(data))?.[1];
    if (operation !== undefined) operations.set(metadata.commandId, operation);
  }
  return stored.map((event, index) => ({
    position: index + 1,
    stream: event.stream,
    revision: event.revision,
    id: event.id,
    hash: eventHash(event),
    command: event.metadata.commandId,
    operation: operations.get(event.metadata.commandId),
    bySystem: event.metadata.actor.kind === 'system',
  }));
}

async function liveDigests(databaseUrl: string, head: StoredEvent | undefined): Promise<Digests> {
  const readModels = await openReadModels({ databaseUrl, projections: PROJECTIONS, newestForm });
  try {
    if (head !== undefined && (await readModels.waitFor(head.id, PROJECTED_MS)) === 'timeout')
      throw new Error(`the projections have not reached ${head.stream}@${head.revision}`);
    return digestsOf(await Promise.all(PROJECTIONS.map(({ name }) => readModels.digest(name))));
  } finally {
    await readModels.close();
  }
}

function digestsOf(digests: readonly ProjectionDigest[]): Digests {
  return Object.fromEntries(
    digests.map(({ projection, count, sha256 }) => [projection, `${count} rows, ${sha256}`]),
  );
}

async function readReceipts(databaseUrl: string): Promise<ReadonlySet<string>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const found = await client.query<{ id: string }>(
      "SELECT jsonb_array_elements(events)->>'id' AS id FROM api.receipt WHERE events IS NOT NULL",
    );
    return new Set(found.rows.map(({ id }) => id));
  } finally {
    await client.end();
  }
}
