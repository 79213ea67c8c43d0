import type { RegisterQueries } from '@ledger/schemas/http/register';
import type { FastifyBaseLogger } from 'fastify';
import { ApiError } from '../http/api-error.ts';
import type { Register } from './register.ts';

const RETRY_AFTER_SECONDS = 2;
/** How old the list of services may be. Units: milliseconds. */
const SERVICES_AGE_MAX_MS = 60_000;

/**
 * The register for the public pages: a failure to read is an answer of its own, never mistaken for "not on file".
 *
 * Errors: never throws.
 */
export function registerQueriesOf(
  register: Register,
  isReady: () => Promise<boolean>,
  log: FastifyBaseLogger,
): RegisterQueries {
  let services: { readonly list: readonly string[]; readonly readAt: number } | undefined;
  const cannotAnswer = (error: unknown) => {
    log.error({ err: error }, 'the register cannot be read');
    return { answer: 'cannot-answer', retryAfterSeconds: RETRY_AFTER_SECONDS } as const;
  };
  return {
    async search(search) {
      try {
        return { answer: 'page', page: await register.search(search) };
      } catch (error) {
        if (error instanceof ApiError && error.code === 'CURSOR_INVALID') return { answer: 'bad-cursor' };
        return cannotAnswer(error);
      }
    },
    async entry(fileId, at) {
      return await register.entry(fileId, at).catch(cannotAnswer);
    },
    async services() {
      if (services !== undefined && performance.now() - services.readAt < SERVICES_AGE_MAX_MS)
        return services.list;
      try {
        services = { list: await register.services(), readAt: performance.now() };
        return services.list;
      } catch (error) {
        cannotAnswer(error);
        return services?.list ?? [];
      }
    },
    ready: isReady,
  };
}
