import { instantSchema, ruleIdSchema } from '@ledger/schemas';
import { changeEventSchema, FEED_FILTERS, feedItemSchema, retractionSchema } from '@ledger/schemas/http';
import { z } from 'zod';
import type { Server } from '../http/server.ts';

/** The last messages of a stream have no schema of their own elsewhere. */
const headSchema = z
  .object({ position: z.int().min(0), head: z.int().min(0) })
  .meta({ description: 'How far the subscriber has seen everything, and how far the feed goes' });
const droppedSchema = z
  .object({ position: z.int().min(0), detail: z.string() })
  .meta({ description: 'The subscriber did not read: resume from here' });

const messages = z.registry<{ id: string }>();
messages.add(changeEventSchema, { id: 'ChangeEvent' });
messages.add(feedItemSchema, { id: 'FeedItem' });
messages.add(retractionSchema, { id: 'Retraction' });
messages.add(instantSchema, { id: 'Instant' });
messages.add(ruleIdSchema, { id: 'RuleId' });
messages.add(headSchema, { id: 'Head' });
messages.add(droppedSchema, { id: 'Dropped' });

const inComponents = (part: string, name: string) => ({ $ref: `#/components/${part}/${name}` });
const messageOf = (name: string, title: string, contentType: string, more: object = {}) => ({
  name,
  title,
  contentType,
  payload: inComponents('schemas', name === 'change' || name === 'delivery' ? 'ChangeEvent' : capital(name)),
  ...more,
});

/** The document of everything that comes without being asked for: streams of feeds, and webhooks. AsyncAPI 3.0.0. */
function asyncApiDocument(): object {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Changes of the ledger of credit-service agencies',
      version: '1.0.0',
      description:
        'What a subscriber of the ledger receives. Delivery is at least once; the position of a change is unique in its feed, in order and without gaps, and is the id of the event. Calls that answer are in /openapi.json.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    channels: {
      stream: {
        address: '/v1/feeds/{feed}',
        title: 'A feed as Server-Sent Events',
        description:
          'GET with `Accept: text/event-stream`. `after` in the query or `Last-Event-ID` says from where; the filters of the feed narrow it.',
        parameters: {
          feed: {
            enum: Object.keys(FEED_FILTERS),
            description: 'Which feed; all count in the same positions',
          },
        },
        messages: Object.fromEntries(
          ['change', 'head', 'dropped'].map((name) => [name, inComponents('messages', name)]),
        ),
        bindings: { http: { bindingVersion: '0.3.0' } },
      },
      webhook: {
        address: null,
        title: 'A subscriber’s own address, registered with POST /v1/webhooks',
        description:
          'In order for each file. Answer 2xx once you have it; anything else is tried again, and after the last try the file is parked. 410 ends the deliveries.',
        messages: { delivery: inComponents('messages', 'delivery') },
      },
    },
    operations: {
      followFeed: {
        action: 'send',
        channel: { $ref: '#/channels/stream' },
        title: 'The ledger tells a subscriber what changed',
        bindings: { http: { method: 'GET', bindingVersion: '0.3.0' } },
        messages: ['change', 'head', 'dropped'].map((name) => ({
          $ref: `#/channels/stream/messages/${name}`,
        })),
      },
      callWebhook: {
        action: 'send',
        channel: { $ref: '#/channels/webhook' },
        title: 'The ledger calls a subscriber with what changed',
        bindings: { http: { method: 'POST', bindingVersion: '0.3.0' } },
        messages: [{ $ref: '#/channels/webhook/messages/delivery' }],
      },
    },
    components: {
      schemas: schemasOfMessages(),
      messages: {
        change: messageOf('change', 'A row changed', 'application/json'),
        head: messageOf('head', 'Nothing new for a while', 'application/json'),
        dropped: messageOf('dropped', 'The last message to one who did not read', 'application/json'),
        delivery: messageOf('delivery', 'A row changed', 'application/cloudevents+json', {
          headers: {
            type: 'object',
            description: 'Standard Webhooks: verify before you read',
            required: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
            properties: {
              'webhook-id': {
                type: 'string',
                description: '‹feed›-‹position›; the same when it comes again',
              },
              'webhook-timestamp': { type: 'string', description: 'Seconds since 1970, of this attempt' },
              'webhook-signature': {
                type: 'string',
                description: '`v1,` and HMAC-SHA-256 in base64; two of them while a secret is being changed',
              },
            },
          },
        }),
      },
    },
  };
}

/** Serves the document at `/asyncapi.json`. */
export function serveAsyncApi(server: Server): void {
  const text = JSON.stringify(asyncApiDocument());
  server.get('/asyncapi.json', { schema: { hide: true } }, (_request, reply) =>
    reply
      .type('application/json')
      .header('cache-control', 'public, max-age=300')
      .header('access-control-allow-origin', '*')
      .send(text),
  );
}

/** AsyncAPI takes JSON Schema draft 7, its members named under components. */
function schemasOfMessages(): object {
  const { schemas } = z.toJSONSchema(messages, {
    target: 'draft-7',
    uri: (id) => `#/components/schemas/${id}`,
    // What a subscriber must take: members may be added, and none of these goes away.
    io: 'input',
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _dialect, $id: _place, id: _id, ...schema }]) => [
      name,
      schema,
    ]),
  );
}

function capital(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
