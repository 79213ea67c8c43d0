import { z } from 'zod';

const environmentSchema = z.object({
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: 'is needed: postgres://user:password@host:port/database',
  }),
  WEBHOOK_TARGETS: z
    .enum(['public', 'any'], { error: 'is public, or any for a network of one’s own' })
    .default('public'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], {
      error: 'is one of trace, debug, info, warn, error, silent',
    })
    .default('info'),
});

export type WebhooksEnvironment = z.infer<typeof environmentSchema>;

/** The sender's configuration. Shape: or one line for each fault, naming the variable; values are never repeated. */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): { readonly environment: WebhooksEnvironment } | { readonly faults: readonly string[] } {
  const parsed = environmentSchema.safeParse(variables);
  if (parsed.success) return { environment: parsed.data };
  return { faults: parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`) };
}
