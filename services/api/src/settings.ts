import { z } from 'zod';

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);

const settingsSchema = z
  .object({
    DATABASE_URL: z.url({
      protocol: /^postgres(ql)?$/,
      error: 'is an address like postgres://user@host:5432/ledger',
    }),
    EVENTSTORE_URL: z.url({
      protocol: /^esdb(\+discover)?$/,
      error: 'is an address like esdb://host:2113?tls=true',
    }),
    HOST: z.string().min(1).default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(6_000),
    SUBSCRIBER_STALL_MS: z.coerce.number().int().min(100).default(30_000),
    WEBHOOK_TARGETS: z.enum(['public', 'any']).default('public'),
    DEVELOPMENT_TOKENS: z.enum(['accept', 'refuse']).default('refuse'),
  })
  .refine(({ DEVELOPMENT_TOKENS, HOST }) => DEVELOPMENT_TOKENS === 'refuse' || LOOPBACK_HOSTS.has(HOST), {
    path: ['DEVELOPMENT_TOKENS'],
    error: 'can be accepted only while HOST is a loopback address: anyone can make such a token up',
  })
  .transform((env) => ({
    databaseUrl: env.DATABASE_URL,
    eventStoreUrl: env.EVENTSTORE_URL,
    host: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    requestsPerMinute: env.REQUESTS_PER_MINUTE,
    subscriberStallMs: env.SUBSCRIBER_STALL_MS,
    webhookTargets: env.WEBHOOK_TARGETS,
    acceptDevelopmentTokens: env.DEVELOPMENT_TOKENS === 'accept',
  }));

/** What the API's own process runs with. */
export type Settings = z.output<typeof settingsSchema>;

/** The settings in the environment, or one line for each that is missing or wrong. Errors: never throws; a line never repeats a value. */
export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
): { readonly settings: Settings } | { readonly faults: readonly string[] } {
  const parsed = settingsSchema.safeParse(env);
  if (parsed.success) return { settings: parsed.data };
  return { faults: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) };
}
