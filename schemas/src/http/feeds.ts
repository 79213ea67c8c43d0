import { z } from 'zod';
import { instantSchema, ruleIdSchema } from '../envelope.ts';
import { limitParameter, positionParameter } from './parameters.ts';

/** What a dashboard can subscribe to. */
export const feedNameSchema = z.enum(['register', 'grade', 'audit']).meta({ id: 'FeedName' });

export const feedQuerySchema = z.strictObject({
  after: positionParameter
    .optional()
    .meta({ description: 'Last position you have; 0 or nothing: from the beginning' }),
  limit: limitParameter,
});

/** What changed: the row before and after, and the event that did it. `null`: there was, or is, nothing to see. */
export const feedItemSchema = z
  .object({
    position: z.int().min(1),
    fileId: z.string().nullable(),
    at: instantSchema,
    cause: z.object({ id: z.uuid(), type: z.string(), basis: z.array(ruleIdSchema) }),
    before: z.unknown(),
    after: z.unknown(),
  })
  .meta({ id: 'FeedItem' });

/** A change in the envelope of CloudEvents 1.0. Shape: `id` is the position in the feed, unique with `source`. */
export const changeEventSchema = z
  .object({
    specversion: z.literal('1.0'),
    id: z.string(),
    source: z.string(),
    type: z.string(),
    subject: z.string().optional(),
    time: instantSchema,
    datacontenttype: z.literal('application/json'),
    data: feedItemSchema,
  })
  .meta({ id: 'ChangeEvent' });

/** One page of a feed. Shape: in position order; hand `next` back as `after`; complete up to `next`. */
export const feedPageSchema = z
  .object({
    items: z.array(changeEventSchema),
    next: z.int().min(0),
    head: z.int().min(0),
  })
  .meta({ id: 'FeedPage' });

/** The state all items of a feed lead to, and the position it stands for: go on with `after=‹position›`. */
export const feedSnapshotSchema = z
  .object({ position: z.int().min(0), items: z.array(z.object({ key: z.string(), item: z.unknown() })) })
  .meta({ id: 'FeedSnapshot' });

export type FeedName = z.infer<typeof feedNameSchema>;
export type FeedItem = Readonly<z.infer<typeof feedItemSchema>>;
export type ChangeEvent = Readonly<z.infer<typeof changeEventSchema>>;
export type FeedPage = Readonly<z.infer<typeof feedPageSchema>>;
