import { z } from 'zod';

const environmentSchema = z.object({
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: 'is needed: postgres://user:password@host:port/database',
  }),
  EVENTSTORE_URL: z.url({
    protocol: /^esdb(\+discover)?$/,
    error: 'is needed: esdb://host:port?tls=true, or esdb+discover://… for a cluster',
  }),
  LOG_DIRECTORY: z.string({ error: 'is needed: a directory of its own for key and signed heads' }).min(1),
  LOG_ORIGIN: z
    .string()
    .regex(/^[^\s+]+$/, {
      error: 'is an address without scheme, blanks and plus signs, as ledger.example/north',
    })
    .optional(),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], {
      error: 'is one of trace, debug, info, warn, error, silent',
    })
    .default('info'),
});

/** The signer's configuration. Shape: or one line for each fault, naming the variable; values are never repeated. */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): { readonly environment: z.infer<typeof environmentSchema> } | { readonly faults: readonly string[] } {
  const parsed = environmentSchema.safeParse(variables);
  if (parsed.success) return { environment: parsed.data };
  return { faults: parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`) };
}
