import type { FileId, JournalledEvent } from '@ledger/schemas';
import { streamOf } from '@ledger/schemas';
import { type HistoricEvent, historyPageSchema } from '@ledger/schemas/http';
import type { ReadHistory } from '../commands/replay.ts';
import { EXIT, Failure } from '../output/failure.ts';

const PAGE_EVENTS = 200;

/**
 * Reads a file's history from a running ledger over HTTP.
 *
 * Shape:  page by page, as from a ledger of one's own, personal values masked.
 * Errors: `Failure`: 3 when the server cannot be reached, 1 with the server's sentence when it refuses.
 */
export function historyFromServer(url: string, token: string | undefined): ReadHistory {
  return async function* (fileId, { asOf, knownAt }) {
    for (let from: number | undefined = 0; from !== undefined; ) {
      const query = new URLSearchParams({ from: String(from), limit: String(PAGE_EVENTS) });
      if (asOf !== undefined) query.set('asOf', asOf);
      if (knownAt !== undefined) query.set('knownAt', knownAt);
      const page = historyPageSchema.parse(await getJson(`${url}/v1/files/${fileId}/events?${query}`, token));
      yield page.events.map((event) => journalledOf(fileId, event));
      from = page.next;
    }
  };
}

async function getJson(url: string, token: string | undefined): Promise<unknown> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(url, { headers }).catch((cause: unknown) => {
    throw new Failure(
      EXIT.environment,
      `${new URL(url).origin} does not answer: is the ledger running there?`,
      { cause },
    );
  });
  const body: unknown = await answer.json();
  if (answer.ok) return body;
  const detail =
    typeof body === 'object' && body !== null && 'detail' in body ? String(body.detail) : answer.statusText;
  throw new Failure(EXIT.refused, detail);
}

function journalledOf(fileId: FileId, event: HistoricEvent): JournalledEvent {
  const { position, revision, id, type, data, hash, schema, provenance, ...rest } = event;
  // What the answer adds to the event.
  const { masked: _, simulation: __, ...envelope } = rest;
  return {
    stream: streamOf(fileId),
    fileId,
    position,
    revision,
    id,
    type,
    data,
    hash,
    // The salt stays at the server: without it the values that are masked cannot be guessed from the hash.
    metadata: { ...envelope, schema, salt: '', ...(provenance === 'incomplete' && { provenance }) },
  } as JournalledEvent;
}
