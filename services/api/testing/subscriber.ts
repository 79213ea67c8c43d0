/** A message of an event stream as a browser would hand it out. */
export interface Message {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

/** A subscriber that reads a stream over real HTTP, in the rules of the HTML standard as far as they are needed. */
export interface Subscriber {
  readonly response: Response;
  /** The next message; waits for it. Shape: undefined when the stream has ended. */
  next(): Promise<Message | undefined>;
  hangUp(): void;
}

export async function subscribe(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Subscriber> {
  const hanging = new AbortController();
  const response = await fetch(url, {
    headers: { accept: 'text/event-stream', ...headers },
    signal: hanging.signal,
  });
  const messages = messagesIn(response);
  return {
    response,
    next: async () => (await messages.next()).value ?? undefined,
    hangUp: () => hanging.abort(),
  };
}

async function* messagesIn(response: Response): AsyncGenerator<Message, undefined> {
  let text = '';
  const decoder = new TextDecoder();
  try {
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const fields = new Map(
          block
            .split('\n')
            .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
        );
        const data = fields.get('data');
        if (data !== undefined)
          yield {
            id: fields.get('id') ?? '',
            event: fields.get('event') ?? 'message',
            data: JSON.parse(data),
          };
      }
    }
  } catch {
    // We hung up, or the server did.
  }
  return undefined;
}
