import { z } from 'zod';
import { instantSchema } from '../envelope.ts';
import { feedFilterSchema, feedNameSchema } from './feeds.ts';

/** What a subscriber registers: where changes go, and which. */
export const webhookBodySchema = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .meta({ description: 'Public address that takes a POST; redirects are not followed' }),
  feed: feedNameSchema,
  filter: feedFilterSchema.default({}),
  after: z
    .int()
    .min(0)
    .optional()
    .meta({ description: 'Send everything behind this position; nothing: what comes from now on' }),
});

/** From where to send everything again. */
export const webhookReplayBodySchema = z.strictObject({ after: z.int().min(0) });

/** How long the former secret goes on signing beside the new one. */
export const webhookRotationBodySchema = z.strictObject({
  overlapHours: z.int().min(0).max(720).default(24),
});

/** A file whose changes wait, because one of them could not be delivered. */
const parkedDeliverySchema = z.object({
  fileId: z.string().nullable(),
  position: z.int().min(1),
  attempts: z.int().min(1),
  reason: z.string(),
  at: instantSchema,
});

/**
 * An endpoint and how far it has come. Shape: every change up to `position` was queued for it; of those, the parked files and all
 * that follows in them wait for `resume`, in order. `gone`: the endpoint answered 410 and gets nothing until `resume`.
 */
export const webhookSchema = z
  .object({
    id: z.uuid(),
    url: z.string(),
    feed: feedNameSchema,
    filter: feedFilterSchema,
    state: z.enum(['active', 'gone']),
    position: z.int().min(0),
    createdAt: instantSchema,
    parked: z.array(parkedDeliverySchema),
  })
  .meta({ id: 'Webhook' });

/** The secret is told once, here. Shape: `whsec_` and 32 bytes in base64, as Standard Webhooks has it. */
export const webhookWithSecretSchema = webhookSchema
  .extend({ secret: z.string() })
  .meta({ id: 'WebhookWithSecret' });

export const webhookListSchema = z.object({ items: z.array(webhookSchema) }).meta({ id: 'WebhookList' });

export type Webhook = Readonly<z.infer<typeof webhookSchema>>;
export type ParkedDelivery = Readonly<z.infer<typeof parkedDeliverySchema>>;
