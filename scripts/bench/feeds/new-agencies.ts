import { demoFiles } from '@ledger/projector/testing';
import {
  type DecidedEvent,
  fileIdOf,
  type LedgerEvent,
  nameBasedUuid,
  recordEvents,
  streamOf,
} from '@ledger/schemas';

/** What an agency of a bench is called and where it is. */
export interface InventedAgency {
  readonly name: string;
  readonly division: string;
}

/**
 * Makes files of agencies that were filed, accepted and published: three events each, of which the last is one change of
 * the register, that of a new entry.
 */
export async function agencyMaker(): Promise<
  (number: number, agency: InventedAgency) => readonly LedgerEvent[]
> {
  const model = await publishedModel();
  const [first] = model;
  const last = model.at(-1);
  if (first === undefined || last === undefined) throw new Error('a model without an event');
  return (number, { name, division }) => {
    const commandId = nameBasedUuid(first.commandId, `agency ${number}`);
    const data = {
      ...(first.decided.data as object),
      agencyName: name,
      uscc: usccOf(number),
      registeredArea: division,
    };
    return recordEvents({
      stream: streamOf(fileIdOf('650000', usccOf(number))),
      head: undefined,
      decided: [{ ...first.decided, data }, ...model.slice(1).map(({ decided }) => decided)],
      commandId,
      correlationId: commandId,
      recordedAt: last.recordedAt,
      salt: () => nameBasedUuid(commandId, 'salt').replaceAll('-', ''),
    });
  };
}

/** What an agency states when it files. */
export async function filingMaker(): Promise<(number: number, agency: InventedAgency) => object> {
  const [filed] = await publishedModel();
  // What the ledger itself adds to a filing is not the agency's to state.
  const {
    due: _due,
    annualReportExempt: _exempt,
    ...stated
  } = (filed?.decided.data ?? {}) as Record<string, unknown>;
  return (number, { name, division }) => ({
    ...stated,
    agencyName: name,
    uscc: usccOf(number),
    registeredArea: division,
  });
}

/** The code of an invented agency; nothing in a bench judges its check digit. */
export function usccOf(number: number): string {
  return `91650102MA${String(number).padStart(7, '0')}X`;
}

interface ModelEvent {
  readonly decided: DecidedEvent;
  readonly commandId: string;
  readonly recordedAt: string;
}

/** Filing, acceptance and publication of a demo file of Xinjiang. */
async function publishedModel(): Promise<readonly ModelEvent[]> {
  for (const file of await demoFiles()) {
    const found = ['filed', 'accepted', 'published'].flatMap(
      (type) => file.find((one) => one.type === type) ?? [],
    );
    if (found.length === 3 && file[0]?.stream.startsWith('agency-650000')) return found.map(modelOf);
  }
  throw new Error('the demo has no published file');
}

function modelOf({ type, data, metadata }: LedgerEvent): ModelEvent {
  const { occurredAt, actor, basis, rulebook, document, commandId, recordedAt } = metadata;
  const decided = {
    type,
    data,
    occurredAt,
    actor,
    basis,
    rulebook,
    ...(document !== undefined && { document }),
  };
  return { decided, commandId, recordedAt };
}
