import swagger from '@fastify/swagger';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { Server } from '../http/server.ts';
import { type Document, tidyDocument } from './tidy-document.ts';

/**
 * Serves the OpenAPI 3.1 document of all routes registered after it at `/openapi.json`.
 *
 * Shape: schemas that bear an id stand once, under components; the document is the same from run to run.
 */
export async function serveOpenApi(server: Server): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.1',
      info: {
        title: 'Ledger of credit-service agencies',
        version: '1.0.0',
        description:
          'Files of credit-service agencies (信用服务机构) as a supervisor keeps them: their state at any two points in time, the events behind it, and the changes as they come. Times are +08:00; a bare date in a query means the end of that day.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      tags: [
        { name: 'register', description: 'What the public may know' },
        { name: 'files', description: 'A file, its history and its grade, for its parties' },
        { name: 'commands', description: 'What changes a file' },
        { name: 'audit', description: 'Acts by actor, rule, type and time' },
        { name: 'statistics', description: 'How many, of what, when' },
        { name: 'feeds', description: 'What changed, by position' },
        { name: 'webhooks', description: 'Changes sent to you, signed' },
        { name: 'log', description: 'The transparency log, for any tool that reads tlog-tiles' },
        { name: 'operations', description: 'For those who run the ledger' },
      ],
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'Not needed for what is public' },
        },
      },
      security: [{}, { bearer: [] }],
    },
    // What bears no name of its own is no call of the API: the pages, their styles, this document.
    transform: (route) =>
      route.schema?.operationId === undefined
        ? { schema: { hide: true }, url: route.url }
        : jsonSchemaTransform(route),
    transformObject: (document) => {
      const transformed = jsonSchemaTransformObject(document);
      return tidyDocument(transformed as Document) as typeof transformed;
    },
  });
  server.get('/openapi.json', { schema: { hide: true } }, (_request, reply) =>
    reply
      .type('application/json')
      .header('cache-control', 'public, max-age=300')
      .header('access-control-allow-origin', '*')
      .serializer(JSON.stringify)
      .send(server.swagger()),
  );
}
