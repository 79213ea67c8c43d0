import { type Instant, parseInstant } from '@ledger/statutory-calendar';
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
  /** The instant at which the clock starts, for simulated time; the machine's clock when absent. */
  CLOCK: z
    .string()
    .refine((text) => 'value' in parseInstant(text), 'is an instant with +08:00, 2025-06-30T23:59:00+08:00')
    // The refinement has just read it.
    .transform((text) => text as Instant)
    .optional(),
  /** A directory with `licences.jsonl` and `serious-lists.jsonl`; without it the ledger alone answers a verification. */
  OUTSIDE_FACTS: z.string().min(1).optional(),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], {
      error: 'is one of trace, debug, info, warn, error, silent',
    })
    .default('info'),
});

export type TimekeeperEnvironment = z.infer<typeof environmentSchema>;

/** The timekeeper's configuration. Shape: or one line for each fault, naming the variable; values are never repeated. */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): { readonly environment: TimekeeperEnvironment } | { readonly faults: readonly string[] } {
  const parsed = environmentSchema.safeParse(variables);
  if (parsed.success) return { environment: parsed.data };
  return { faults: parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`) };
}
