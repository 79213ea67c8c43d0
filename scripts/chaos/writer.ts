import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Recorder } from './recorder.ts';

/** A client that commands files over HTTP and takes no answer for a no. */
export interface WriterOptions {
  readonly url: string;
  readonly name: string;
  readonly token: string;
  readonly recorder: Recorder;
}

/** A command as a writer sends it; `about` receives the id of the operation and puts it into the data. */
export interface Order {
  readonly fileId: string;
  readonly command: string;
  /** The last revision the writer has seen, or undefined for a file that does not exist. */
  readonly revision: number | undefined;
  readonly about: (operation: string) => object;
}

export type Settled =
  | { readonly outcome: 'ok'; readonly revision: number }
  /** `revision` is where the file stands, when the ledger said so. */
  | { readonly outcome: 'refused'; readonly reason: string; readonly revision: number | undefined }
  | { readonly outcome: 'unknown' };

const REQUEST_MS = 15_000;
const PAUSE_MS = 100;
/** How long an order is repeated before its writer gives up on an answer. */
const PATIENCE_MS = 60_000;

/** Sends the order, again and again under the same key, until it is known what became of it. */
export async function settle(writer: WriterOptions, order: Order): Promise<Settled> {
  const { recorder } = writer;
  const key = randomUUID();
  const id = createHash('sha256').update(key).digest('hex');
  const stream = `agency-${order.fileId}`;
  const startedAt = recorder.now();
  recorder.record({ kind: 'op', id, client: writer.name, stream, at: startedAt });
  while (recorder.now() - startedAt < PATIENCE_MS) {
    const answer = await send(writer, order, key, id);
    const at = recorder.now();
    if (typeof answer === 'string') {
      recorder.record({ kind: 'unknown', id, reason: answer, at });
      await sleep(PAUSE_MS);
    } else if (answer.status === 200 || answer.status === 201) {
      const { events, position, revision } = answer.body as Acknowledgement;
      recorder.record({ kind: 'ok', id, events, visible: position !== null, at });
      return { outcome: 'ok', revision };
    } else {
      const { code, revision } = answer.body as Refusal;
      recorder.record({ kind: 'refused', id, reason: code, at });
      return { outcome: 'refused', reason: code, revision: revision ?? undefined };
    }
  }
  return { outcome: 'unknown' };
}

interface Acknowledgement {
  readonly revision: number;
  readonly position: number | null;
  readonly events: readonly { readonly id: string; readonly revision: number; readonly hash: string }[];
}

interface Refusal {
  readonly code: string;
  readonly revision?: number | null;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** The ledger's word, or why there is none. Everything from 500 on, and "not now", says nothing about the outcome. */
async function send(writer: WriterOptions, order: Order, key: string, id: string): Promise<Answer | string> {
  const { fileId, command, revision, about } = order;
  try {
    const answer = await fetch(`${writer.url}/v1/files/${fileId}/${command}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${writer.token}`,
        'content-type': 'application/json',
        'idempotency-key': key,
        ...(revision === undefined ? { 'if-none-match': '*' } : { 'if-match': `"${revision}"` }),
        prefer: 'wait=1',
      },
      body: JSON.stringify(about(id)),
      signal: AbortSignal.timeout(REQUEST_MS),
    });
    const body: unknown = await answer.json();
    if (answer.status >= 500 || answer.status === 429) return (body as Refusal).code;
    return { status: answer.status, body };
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

/** Reads where a file stands and notes what was seen; undefined when the ledger cannot say. */
export async function readRevision(writer: WriterOptions, fileId: string): Promise<number | undefined> {
  const { recorder, name } = writer;
  const from = recorder.now();
  try {
    const answer = await fetch(`${writer.url}/v1/files/${fileId}`, {
      headers: { authorization: `Bearer ${writer.token}` },
      signal: AbortSignal.timeout(REQUEST_MS),
    });
    if (!answer.ok) return undefined;
    const { revision } = (await answer.json()) as { readonly revision: number };
    recorder.record({
      kind: 'read',
      client: name,
      stream: `agency-${fileId}`,
      from,
      at: recorder.now(),
      revision,
    });
    return revision;
  } catch {
    return undefined;
  }
}
