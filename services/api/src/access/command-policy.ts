import { COMMAND_NAMES, COMMANDS, type CommandName, type CommandWord } from '@ledger/schemas';
import type { Policy } from './policy.ts';

/**
 * Who may give a command: the agency of the file, the officers of its jurisdiction, or both, as the command's own word
 * says; an agency on another's file only where the word says so. Auditors and the public give none.
 */
export function commandPolicyOf(name: CommandName): Policy {
  const word: CommandWord = COMMANDS[name];
  return {
    id: `command-${name}`,
    grants: {
      ...(word.by.includes('agency') && {
        agency: word.onFileOf === 'another' ? 'others-file' : 'own-file',
      }),
      ...(word.by.includes('authority') && { officer: 'own-jurisdiction' }),
    },
  };
}

/** The commands somebody may give over HTTP; what only the system does, a statutory clock does. */
export const OPEN_COMMANDS: readonly CommandName[] = COMMAND_NAMES.filter(
  (name) => Object.keys(commandPolicyOf(name).grants).length > 0,
);
