import pg from 'pg';

/** A few connections that writers share. */
export interface Connections {
  /** Runs `work` on an idle connection, the first to ask first. Errors: what `work` throws. */
  use<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** Opens them. A pool would do the same for more of the time that is measured. */
export async function openConnections(count: number, config: pg.ClientConfig): Promise<Connections> {
  const clients = await Promise.all(
    Array.from({ length: count }, async () => {
      const client = new pg.Client(config);
      await client.connect();
      return client;
    }),
  );
  const idle = [...clients];
  const waiting: ((client: pg.Client) => void)[] = [];
  return {
    use: async (work) => {
      const client = idle.pop() ?? (await new Promise<pg.Client>((resolve) => waiting.push(resolve)));
      try {
        return await work(client);
      } finally {
        const next = waiting.shift();
        if (next === undefined) idle.push(client);
        else next(client);
      }
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.end()));
    },
  };
}
