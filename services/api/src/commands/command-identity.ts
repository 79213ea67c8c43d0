import { hash } from 'node:crypto';
import { type Actor, type Command, type FileId, nameBasedUuid, type Sha256Hex } from '@ledger/schemas';
import { canonicalJson } from '@ledger/transparency-log';

/** Never changes: the ids of all commands, and with them of all events, hang on it. */
const COMMANDS_OF_THIS_API = 'd2f2c6c0-3d0f-5e0c-9d0e-6a1b8f1c7a55';

/** The id of a command: the same file, actor and key give the same one, so that a repetition adds nothing. */
export function commandIdOf(fileId: FileId, actor: Actor, idempotencyKey: string): string {
  return nameBasedUuid(
    COMMANDS_OF_THIS_API,
    JSON.stringify([fileId, actor.kind, actor.org, actor.id, idempotencyKey]),
  );
}

/** What tells two commands under one key apart: SHA-256 over the canonical bytes of what was asked. */
export function bodyDigestOf({ name, data, basis, document, occurredAt }: Command): Sha256Hex {
  const asked = {
    name,
    data,
    ...(basis !== undefined && { basis }),
    ...(document !== undefined && { document: withoutUndefined(document) }),
    ...(occurredAt !== undefined && { occurredAt }),
  };
  return hash('sha256', canonicalJson(asked)) as Sha256Hex;
}

function withoutUndefined(record: object): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
