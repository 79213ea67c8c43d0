import type { RegisterQueries } from '@ledger/schemas/http/register';
import type { Instant } from '@ledger/statutory-calendar';
import { webPages } from '@ledger/web';
import type { Server } from './http/server.ts';

/** Mounts the public pages at the root of the service. */
export async function mountPages(
  server: Server,
  queries: RegisterQueries,
  clock: () => Instant,
): Promise<void> {
  await server.register(webPages, { queries, clock });
}
