import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Authenticate } from '../access/authentication.ts';
import type { Principal } from '../access/principal.ts';
import type { Member } from './gossip.ts';
import { SERVER_VERSION } from './server-features.ts';

export interface HttpPages {
  readonly available: () => boolean;
  readonly authenticate: Authenticate;
  readonly secure: boolean;
  readonly member: Member;
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const TEXT_TYPE = { 'content-type': 'text/plain; charset=utf-8' };
const HTML_TYPE = { 'content-type': 'text/html; charset=utf-8' };
const HOME = '/web/index.html';

/** Answers the HTTP/1.1 requests of monitoring tools on the port of the node; anything else is not found. */
export function answerHttp(pages: HttpPages): RequestListener {
  return (request, response) => {
    answer(pages, request, response).catch(() => {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="node"' }).end();
    });
  };
}

async function answer(pages: HttpPages, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const principal = await pages.authenticate(request.headers.authorization);
  const [path = '/'] = (request.url ?? '/').split('?');
  if (request.method !== 'GET' && request.method !== 'HEAD') response.writeHead(405).end();
  else if (path === '/health/live') response.writeHead(pages.available() ? 204 : 503).end();
  else if (path === '/info') json(response, info(pages));
  else if (path === '/gossip') json(response, gossipOf(pages.member));
  else if (path === '/stats')
    signedIn(principal, response, () => json(response, { proc: { mem: process.memoryUsage().rss } }));
  else if (path === '/') response.writeHead(302, { ...TEXT_TYPE, location: HOME }).end('Moved');
  else if (path === HOME) response.writeHead(200, HTML_TYPE).end(HOME_PAGE);
  else response.writeHead(404).end();
}

const HOME_PAGE = `<!doctype html><html lang="en"><title>Embedded node</title><p>This node has no user interface.</html>`;

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, JSON_TYPE).end(JSON.stringify(body));
}

function signedIn(principal: Principal, response: ServerResponse, show: () => void): void {
  if (principal.kind === 'anonymous') response.writeHead(401).end();
  else show();
}

function info({ secure }: HttpPages): unknown {
  return {
    esVersion: SERVER_VERSION,
    state: 'leader',
    features: { projections: false, userManagement: secure, atomPub: false },
    authentication: { type: secure ? 'internal' : 'insecure', properties: {} },
  };
}

function gossipOf({ instanceId, host, port, now }: Member): unknown {
  const member = { instanceId, timeStamp: new Date(now()).toISOString(), state: 'Leader', isAlive: true };
  return {
    members: [{ ...member, httpEndPointIp: host, httpEndPointPort: port() }],
    serverIp: host,
    serverPort: port(),
  };
}
