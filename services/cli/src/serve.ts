import { randomBytes, randomUUID } from 'node:crypto';
import { buildApi, developmentTokens, mountPages, noTokens } from '@ledger/api';
import type { LawInForce } from '@ledger/credit-file';
import { rulebookById } from '@ledger/rulebooks';
import type { Instant } from '@ledger/statutory-calendar';
import { answerNotFound } from '@ledger/web';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Ledger } from './open-ledger.ts';

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  readonly clock: () => Instant;
  /** Accept the development tokens, which anyone on this machine can make up. */
  readonly developmentTokens: boolean;
  readonly log: Logger;
}

/** The ledger over HTTP, listening. */
export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves API and public pages of an open ledger.
 *
 * Errors: throws `EADDRINUSE` when the port is taken; nothing is left open then.
 */
export async function serve(ledger: Ledger, law: LawInForce, options: ServeOptions): Promise<Served> {
  const { host, port, log, clock } = options;
  const database = new pg.Pool({
    connectionString: ledger.instance.databaseUrl,
    max: 8,
    application_name: 'ledger api',
    connectionTimeoutMillis: 5_000,
  });
  // A connection that breaks while nobody uses it is replaced at the next use.
  database.on('error', () => undefined);
  try {
    const server = await buildApi({
      eventLog: ledger.eventLog,
      readModels: ledger.readModels,
      database,
      rulebookOf: law.rulebookOf,
      actsFrom: law.actsFrom,
      rulebookById,
      calendar: law.calendar,
      clock,
      randomUuid: randomUUID,
      randomSalt: () => randomBytes(16).toString('hex'),
      log,
      tokens: options.developmentTokens ? developmentTokens : noTokens,
      mountPages: (server, queries) => mountPages(server, queries, clock),
      answerNoPage: answerNotFound,
    });
    await server.listen({ host, port });
    const address = server.server.address();
    const listening = typeof address === 'object' && address !== null ? address.port : port;
    return {
      url: `http://${host}:${listening}`,
      close: async () => {
        await server.close();
        await database.end();
      },
    };
  } catch (error) {
    await database.end();
    throw error;
  }
}
