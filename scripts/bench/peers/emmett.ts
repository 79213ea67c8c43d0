import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import pg from 'pg';
import type { Store } from './store.ts';

/** `@event-driven-io/emmett-postgresql`, tuned: its tables made beforehand, a pool with a connection for each writer, all open. */
export async function openEmmett(database: string, connections: number): Promise<Store> {
  const migrating = getPostgreSQLEventStore(database);
  await migrating.schema.migrate();
  await migrating.close();
  const pool = new pg.Pool({ connectionString: database, max: connections, idleTimeoutMillis: 0 });
  const clients = await Promise.all(Array.from({ length: connections }, () => pool.connect()));
  for (const client of clients) client.release();
  const store = getPostgreSQLEventStore(database, {
    schema: { autoMigration: 'None' },
    connectionOptions: { pool },
  });
  return {
    append: async (stream, length, events) => {
      await store.appendToStream(
        stream,
        events.map(({ id, type, data, metadata }) => ({
          type,
          data: { ...data },
          metadata: { ...metadata, messageId: id },
        })),
        { expectedStreamVersion: BigInt(length) },
      );
    },
    readStream: async (stream) => (await store.readStream(stream)).events.length,
    close: async () => {
      await store.close();
      await pool.end();
    },
  };
}
