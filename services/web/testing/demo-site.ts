import { readFileSync } from 'node:fs';
import { journalOfImport } from '@ledger/public-register/testing';
import type { JournalledEvent } from '@ledger/schemas';
import fastify from 'fastify';
import { answerNotFound, webPages } from '../src/index.ts';
import { RegisterInMemory } from './register-in-memory.ts';

const HISTORIES = new URL('../../cli/demo/histories.jsonl', import.meta.url);

/** The day on which the demo site lives. */
export const TODAY = '2026-11-22';

/** The pages over the demo histories, and whatever else is given, on a port of their own. */
export interface DemoSite {
  readonly origin: string;
  readonly register: RegisterInMemory;
  close(): Promise<void>;
}

/** Starts the demo site on loopback. */
export async function openDemoSite(more: readonly JournalledEvent[] = []): Promise<DemoSite> {
  const register = new RegisterInMemory([...journalOfImport(readFileSync(HISTORIES, 'utf8')), ...more]);
  const app = fastify();
  await app.register(webPages, { queries: register, clock: () => `${TODAY}T10:00:00+08:00` });
  app.setNotFoundHandler(answerNotFound);
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  return { origin, register, close: () => app.close() };
}
