import type { ReadModels } from '@ledger/projection-engine';
import { ruleOf } from '@ledger/rulebooks';
import {
  type Actor,
  COMMANDS,
  type CommandWord,
  commandBodySchema,
  type EventId,
  type FileId,
  type Position,
  parseFileId,
} from '@ledger/schemas';
import { asFileId, type CommandAnswer, commandAnswerSchema, fileIdParameter } from '@ledger/schemas/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { commandPolicyOf, OPEN_COMMANDS } from '../access/command-policy.ts';
import { authorise } from '../access/policy.ts';
import { ApiError, requestInvalid } from '../http/api-error.ts';
import { isDatabaseOutage } from '../http/database-outage.ts';
import { replyWithRefusal } from '../http/problem-replies.ts';
import { problems } from '../http/problem-responses.ts';
import { idempotencyKeyOf, WAIT_SECONDS_MAX, waitSecondsOf } from './command-headers.ts';
import { preconditionOf } from './precondition.ts';
import { type CommandDesk, type Order, takeCommand } from './take-command.ts';

export interface CommandRouteOptions {
  readonly desk: CommandDesk;
  readonly readModels: ReadModels;
}

const inPath = z.object({ fileId: fileIdParameter });
const inHeaders = z.object({
  'if-match': z
    .string()
    .optional()
    .meta({ description: 'The revision you decided upon, e.g. `"7"`; needed once the file has an event' }),
  'if-none-match': z.string().optional().meta({ description: '`*`: only if the file has no event yet' }),
  'idempotency-key': z
    .string()
    .optional()
    .meta({ description: 'A new UUID for a new command, the same one to repeat it; needed always' }),
  prefer: z
    .string()
    .optional()
    .meta({
      description: `\`wait=‹seconds›\`, at most ${WAIT_SECONDS_MAX}: answer once the events can be read`,
    }),
});

/** `POST /v1/files/{fileId}/{command}`: one call for each command that a person may give. */
export const commandRoutes: FastifyPluginAsyncZod<CommandRouteOptions> = async (api, options) => {
  for (const name of OPEN_COMMANDS) {
    const policy = commandPolicyOf(name);
    const word: CommandWord = COMMANDS[name];
    api.post(
      `/v1/files/:fileId/${name}`,
      {
        // Before the body is read: a stranger's body is none of our business.
        preParsing: async (request) => authorise(request.principal, policy, fileIdInPath(request)),
        schema: {
          operationId: name,
          tags: ['commands'],
          summary: `Comes to the event ${word.event}`,
          description: `Policy \`${policy.id}\`: ${word.by.join(', ')}.`,
          params: inPath,
          headers: inHeaders,
          body: commandBodySchema(name),
          response: {
            200: {
              description: 'Recorded, now or when the same key came before',
              content: { 'application/json': { schema: commandAnswerSchema } },
            },
            201: {
              description: 'Recorded, and the file with it',
              content: { 'application/json': { schema: commandAnswerSchema } },
            },
            ...problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 429, 503),
          },
        },
      },
      async (request, reply) => {
        const { headers, body, params } = request;
        refuseOtherCode(params.fileId, body.data);
        const order: Order = {
          fileId: asFileId(params.fileId),
          command: { ...body, name, actor: actorOf(request) },
          idempotencyKey: idempotencyKeyOf(headers['idempotency-key']),
          precondition: preconditionOf(headers['if-match'], headers['if-none-match']),
        };
        const outcome = await takeCommand(options.desk, order);
        if ('refused' in outcome) return replyWithRefusal(withArticle(outcome.refused), request, reply);
        const lastEvent = outcome.events.at(-1);
        const waitSeconds = waitSecondsOf(headers.prefer);
        if (waitSeconds > 0) {
          reply.header('preference-applied', `wait=${waitSeconds}`);
          if (lastEvent !== undefined)
            await options.readModels.waitFor(lastEvent.id, waitSeconds * 1000).catch(ignoreOutage);
        }
        const answer: CommandAnswer = {
          revision: outcome.revision,
          position: lastEvent === undefined ? null : await positionOf(options.readModels, lastEvent.id),
          events: [...outcome.events],
        };
        return acknowledge(reply, order.fileId, answer);
      },
    );
  }

  api.post('/v1/files/:fileId/:command', { schema: { hide: true } }, () => {
    throw new ApiError('COMMAND_UNKNOWN', `The commands are ${OPEN_COMMANDS.join(', ')}.`);
  });
};

function acknowledge(reply: FastifyReply, fileId: FileId, answer: CommandAnswer): FastifyReply {
  reply.header('etag', `"${answer.revision}"`).header('cache-control', 'no-store').type('application/json');
  if (answer.events[0]?.revision !== 0) return reply.code(200).send(answer);
  return reply.code(201).header('location', `/v1/files/${fileId}`).send(answer);
}

function fileIdInPath({ params }: FastifyRequest): FileId | undefined {
  return parseFileId((params as { fileId?: string }).fileId ?? '')?.fileId;
}

function actorOf({ principal }: FastifyRequest): Actor {
  if (principal.role === 'public') throw new Error('a command got past its policy without an actor');
  return principal.actor;
}

/** A filing states the code of the agency; it is the file's own, or the file would be another agency's. */
function refuseOtherCode(fileId: string, data: Readonly<Record<string, unknown>>): void {
  const { uscc } = data;
  if (uscc === undefined || uscc === parseFileId(fileId)?.uscc) return;
  throw requestInvalid('body', 'data.uscc', 'is the code in the file id of the address');
}

/** The article a reader can look up, beside the rule's id. */
function withArticle<Refused extends { readonly basis: readonly string[] }>(
  refused: Refused,
): Refused & { readonly article?: string } {
  const articles = refused.basis.flatMap((rule) => ruleOf(rule)?.article ?? []);
  return articles.length === 0 ? refused : { ...refused, article: [...new Set(articles)].join('、') };
}

/** The events are recorded and receipted: that the projections cannot be asked is no reason to call it a failure. */
async function positionOf(readModels: ReadModels, id: EventId): Promise<Position | null> {
  const event = await readModels.readEvent({ id }).catch(ignoreOutage);
  return event?.position ?? null;
}

function ignoreOutage(error: unknown): undefined {
  if (isDatabaseOutage(error)) return undefined;
  throw error;
}
