import type { FileEvent } from '@ledger/credit-file';
import { isAdverse } from '@ledger/schemas';
import type { Sanction } from './statistics-row.ts';

/** Acts that take back an earlier one by naming it. */
const REVERSALS: Readonly<Partial<Record<FileEvent['type'], string>>> = {
  invalidated: 'invalidates',
  restored: 'reversesEventId',
};

/** The sanctions after one more event: an adverse act adds one, an act that takes back another lets it stand no longer. */
export function evolveSanctions(sanctions: readonly Sanction[], event: FileEvent): readonly Sanction[] {
  if (isAdverse(event.type)) return [...sanctions, sanctionOf(event)];
  const field = REVERSALS[event.type];
  if (field === undefined) return sanctions;
  const named = Object.entries(event.data).find(([name]) => name === field)?.[1];
  const reversed =
    named ?? (event.type === 'restored' ? latestStanding(sanctions, 'revoked')?.eventId : undefined);
  if (!sanctions.some(({ eventId, standing }) => standing && eventId === reversed)) return sanctions;
  return sanctions.map((one) => (one.eventId === reversed ? { ...one, standing: false } : one));
}

function sanctionOf({ id, type, metadata }: FileEvent): Sanction {
  return {
    eventId: id,
    type,
    rules: [...metadata.basis],
    month: metadata.occurredAt.slice(0, 7),
    standing: true,
  };
}

function latestStanding(sanctions: readonly Sanction[], type: string): Sanction | undefined {
  return sanctions.findLast((one) => one.type === type && one.standing);
}
