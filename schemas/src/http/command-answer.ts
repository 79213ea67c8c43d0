import { z } from 'zod';
import { sha256Schema } from '../envelope.ts';

/**
 * What a command came to.
 *
 * Shape: `events` is empty when the command changed nothing; `position` is null until the events are projected.
 */
export const commandAnswerSchema = z
  .object({
    revision: z.int().min(0).meta({ description: 'Where the file stands now; the next If-Match' }),
    position: z.int().min(1).nullable().meta({ description: 'Position of the last event, once projected' }),
    events: z.array(
      z.object({ id: z.uuid(), type: z.string(), revision: z.int().min(0), hash: sha256Schema }),
    ),
  })
  .meta({ id: 'CommandAnswer' });

export type CommandAnswer = Readonly<z.infer<typeof commandAnswerSchema>>;
