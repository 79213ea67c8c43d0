import { COMMANDS, type CommandName, type CommandWord } from '@ledger/schemas';
import type { Policy } from './policy.ts';

/**
 * Who may give a command: the agency of the file, the officers of its jurisdiction, or both, as the command's own word
 * says. Auditors and the public give none; what the system does, it does not do over HTTP.
 */
export function commandPolicyOf(name: CommandName): Policy {
  const word: CommandWord = COMMANDS[name];
  return {
    id: `command-${name}`,
    grants: {
      ...(word.by.includes('agency') && { agency: 'own-file' }),
      ...(word.by.includes('authority') && { officer: 'own-jurisdiction' }),
    },
  };
}
