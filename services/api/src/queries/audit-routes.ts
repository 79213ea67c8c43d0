import type { ReadModels } from '@ledger/projection-engine';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';

export const auditRoutes: FastifyPluginAsyncZod<{ readonly readModels: ReadModels }> = async () => {};
