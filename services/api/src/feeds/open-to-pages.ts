import type { FeedName } from '@ledger/schemas/http';
import type { FastifyReply } from 'fastify';

/** Lets scripts of any site read what is public anyway. The other feeds need a token, which no script of another site has. */
export function openToPages<Reply extends FastifyReply>(reply: Reply, feed: FeedName): Reply {
  // Helmet says by default that only this site may embed an answer.
  if (feed === 'register')
    reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin');
  return reply;
}
