import type { Instant } from '@ledger/statutory-calendar';
import { webPages } from '@ledger/web';
import type { ApiOptions } from './build-api.ts';

/** Mounts the public pages at the root of the service. */
export function mountPages(clock: () => Instant): NonNullable<ApiOptions['mountPages']> {
  return async (server, queries) => {
    await server.register(webPages, { queries, clock });
  };
}
