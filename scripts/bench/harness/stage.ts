import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { destroyPostgres, startPostgres, tryLock } from '@ledger/embedded-postgres';
import pg from 'pg';

/** Where contestants run: a PostgreSQL of its own, as the product starts it, with fsync on. */
export interface Stage {
  /** Version and the settings that decide about durability. */
  readonly postgres: string;
  /** Makes an empty database and tells its address. */
  createDatabase(): Promise<string>;
  /** Runs `closing` when the stage, or the `scene` it belongs to, is closed; the last one first. */
  atEnd(closing: () => Promise<unknown>): void;
  /** Runs `act` on this stage and then everything it left to be closed. */
  scene<Result>(act: (stage: Stage) => Promise<Result>): Promise<Result>;
  /** Nothing is left of it. */
  close(): Promise<void>;
}

/** Starts the PostgreSQL of a bench below `directory`; what a killed run left in its place is removed first. */
export async function openStage(directory: string): Promise<Stage> {
  const { dataDirectory, release } = await takePlace(directory);
  await destroyPostgres({ dataDirectory });
  const postgres = await startPostgres({ dataDirectory, log: () => undefined });
  let databases = 0;
  const createDatabase = async () => {
    databases += 1;
    const name = `bench_${databases}`;
    await postgres.createDatabase(name);
    return postgres.url(name);
  };
  const description = await describePostgres(postgres.url('postgres'));
  return stage(description, createDatabase, async () => {
    await destroyPostgres({ dataDirectory });
    release();
  });
}

/** Runs beside each other have a place each. */
async function takePlace(
  directory: string,
): Promise<{ readonly dataDirectory: string; readonly release: () => void }> {
  for (let place = 1; ; place++) {
    const folder = join(directory, `stage-${place}`);
    await mkdir(folder, { recursive: true });
    const lock = tryLock(join(folder, 'owner.lock'));
    if (lock !== undefined) return { dataDirectory: join(folder, 'postgres'), release: () => lock.release() };
  }
}

function stage(
  postgres: string,
  createDatabase: () => Promise<string>,
  dismantle: () => Promise<void>,
): Stage {
  const closings: (() => Promise<unknown>)[] = [];
  return {
    postgres,
    createDatabase,
    atEnd: (closing) => closings.push(closing),
    scene: async (act) => {
      const inner = stage(postgres, createDatabase, async () => {});
      try {
        return await act(inner);
      } finally {
        await inner.close();
      }
    },
    close: async () => {
      // Whoever does not close well must not keep the others open.
      const faults: unknown[] = [];
      for (const closing of [dismantle, ...closings.splice(0)].reverse())
        await closing().catch((error: unknown) => faults.push(error));
      if (faults.length > 0) throw new AggregateError(faults, 'the stage was not closed well');
    },
  };
}

async function describePostgres(url: string): Promise<string> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; setting: string }>(
      "SELECT name, setting FROM pg_settings WHERE name IN ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes') ORDER BY name",
    );
    return rows.map(({ name, setting }) => `${name} ${setting}`).join(', ');
  } finally {
    await client.end();
  }
}
