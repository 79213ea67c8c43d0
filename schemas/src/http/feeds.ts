import { z } from 'zod';
import { instantSchema, ruleIdSchema } from '../envelope.ts';
import { fileIdParameter, limitParameter, positionParameter } from './parameters.ts';
import { fileStatusSchema } from './register.ts';

/** What a dashboard can subscribe to. */
export const feedNameSchema = z.enum(['register', 'grade', 'audit']).meta({ id: 'FeedName' });

const sixDigits = (what: string) => z.string().regex(/^\d{6}$/, `a ${what} has six digits`);

/**
 * Which changes of a feed a subscriber wants; all that are named must fit.
 *
 * A change fits when the row fitted before it or fits after it, so that a copy also learns what has left its part.
 */
export const feedFilterSchema = z.strictObject({
  jurisdiction: sixDigits('jurisdiction').optional(),
  /** Register: of the agency; audit: of who acted. A province or prefecture takes in what lies inside. */
  division: sixDigits('division').optional(),
  status: fileStatusSchema.optional(),
  grade: z.string().min(1).max(10).optional(),
  fileId: fileIdParameter.optional(),
  retractions: z
    .literal('only')
    .optional()
    .meta({ description: 'Of the register: only what must leave every copy' }),
});

/** Which filters each feed takes; another one is refused, never ignored. */
export const FEED_FILTERS = {
  register: ['jurisdiction', 'division', 'status', 'fileId', 'retractions'],
  grade: ['jurisdiction', 'grade', 'fileId'],
  audit: ['jurisdiction', 'division', 'fileId'],
} as const satisfies Readonly<Record<FeedName, readonly (keyof z.infer<typeof feedFilterSchema>)[]>>;

export const feedQuerySchema = feedFilterSchema.extend({
  after: positionParameter
    .optional()
    .meta({ description: 'Last position you have; 0 or nothing: from the beginning' }),
  limit: limitParameter,
});

/** What a change took back and must leave every copy, by the revision of the event that had made it public. */
export const retractionSchema = z
  .object({
    whole: z.boolean().meta({ description: 'True when nothing of the file may be shown any more' }),
    facts: z.array(z.object({ kind: z.string(), revision: z.int().min(0) })),
  })
  .meta({ id: 'Retraction' });

/**
 * What changed: the row before and after, and the event that did it. `null`: there was, or is, nothing to see.
 *
 * What was retracted later has left `before` and `after` of earlier items of the register, too: they say of the past only what
 * the register still shows.
 */
export const feedItemSchema = z
  .object({
    position: z.int().min(1),
    fileId: z.string().nullable(),
    at: instantSchema,
    cause: z.object({ id: z.uuid(), type: z.string(), basis: z.array(ruleIdSchema) }),
    before: z.unknown(),
    after: z.unknown(),
    retraction: retractionSchema.optional(),
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

/** How far a subscriber holds the feed: everything up to here is in its copy, and what was retracted up to here is not. */
export const acknowledgementBodySchema = z.strictObject({ position: z.int().min(0) });

const acknowledged = {
  subscriber: z.string(),
  feed: feedNameSchema,
  position: z.int().min(0),
  at: instantSchema.nullable().meta({ description: 'null: nothing acknowledged yet' }),
  head: z.int().min(0),
};

/** A subscriber's own standing. Shape: `outstanding` are the first retractions behind `position`, at most 100. */
export const acknowledgementSchema = z
  .object({
    ...acknowledged,
    outstanding: z.array(
      z.object({ position: z.int().min(1), fileId: z.string().nullable(), retraction: retractionSchema }),
    ),
  })
  .meta({ id: 'Acknowledgement' });

/** Every subscriber's standing, the one furthest behind in front. */
export const acknowledgementListSchema = z
  .object({ items: z.array(z.object(acknowledged)) })
  .meta({ id: 'AcknowledgementList' });

export type FeedFilter = Readonly<z.infer<typeof feedFilterSchema>>;
export type Acknowledgement = Readonly<z.infer<typeof acknowledgementSchema>>;
export type FeedName = z.infer<typeof feedNameSchema>;
export type FeedItem = Readonly<z.infer<typeof feedItemSchema>>;
export type ChangeEvent = Readonly<z.infer<typeof changeEventSchema>>;
export type FeedPage = Readonly<z.infer<typeof feedPageSchema>>;
