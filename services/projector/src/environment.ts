import { z } from 'zod';

const environmentSchema = z.object({
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'is needed: postgres://user:password@host:port/database' })
    .describe('read models'),
  EVENTSTORE_URL: z.url({
    protocol: /^esdb(\+discover)?$/,
    error: 'is needed: esdb://host:port?tls=true, or esdb+discover://… for a cluster',
  }),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], {
      error: 'is one of trace, debug, info, warn, error, silent',
    })
    .default('info'),
});

export type ProjectorEnvironment = z.infer<typeof environmentSchema>;

/** The projector's configuration. Shape: or one line for each fault, naming the variable; values are never repeated. */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): { readonly environment: ProjectorEnvironment } | { readonly faults: readonly string[] } {
  const parsed = environmentSchema.safeParse(variables);
  if (parsed.success) return { environment: parsed.data };
  return { faults: parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`) };
}
