import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EVENT_CATALOGUE } from '../events/catalogue.ts';
import { COMMAND_NAMES, COMMANDS, type CommandWord, commandBodySchema } from './commands.ts';

describe('every command', () => {
  it.each(COMMAND_NAMES)('%s computes only fields that its event has', (name) => {
    const word: CommandWord = COMMANDS[name];
    const payload: z.ZodType = EVENT_CATALOGUE[word.event].latest;
    const fields = payload instanceof z.ZodObject ? Object.keys(payload.shape) : [];
    expect((word.computed ?? []).filter((field) => !fields.includes(field))).toEqual([]);
  });

  it.each(COMMAND_NAMES)('%s refuses a key it does not know', (name) => {
    const parsed = commandBodySchema(name).safeParse({ data: {}, sudo: true });
    expect(parsed.error?.issues.some(({ code }) => code === 'unrecognized_keys')).toBe(true);
  });
});
