import type { RequestListener } from 'node:http';
import { SERVER_VERSION } from './server-features.ts';

/** Answers the HTTP/1.1 requests of monitoring tools on the port of the node. */
export function answerHttp(available: () => boolean): RequestListener {
  return (request, response) => {
    const [path] = (request.url ?? '/').split('?');
    if (request.method !== 'GET') {
      response.writeHead(405).end();
    } else if (path === '/health/live') {
      response.writeHead(available() ? 204 : 503).end();
    } else if (path === '/info') {
      const info = {
        esVersion: SERVER_VERSION,
        state: 'leader',
        features: {},
        authentication: { type: 'insecure', properties: {} },
      };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(info));
    } else {
      response.writeHead(404).end();
    }
  };
}
