import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { EngineError, type EngineErrorCode } from './engine-error.ts';
import type { Build, Share } from './part.ts';

/** What the thread is given to begin with. */
export interface PartOrders {
  readonly databaseUrl: string;
  /** Module that exports `readModels`, a ReadModelSet. */
  readonly module: string;
  readonly builds: readonly {
    readonly name: string;
    readonly version: number;
    readonly generation: number;
  }[];
  readonly share: Share;
}

export type ToPart =
  | { readonly kind: 'lines'; readonly lines: Uint8Array }
  | { readonly kind: 'save' }
  | { readonly kind: 'end' };

export type FromPart =
  | { readonly kind: 'taken'; readonly bytes: number }
  | { readonly kind: 'saved' }
  | { readonly kind: 'failed'; readonly message: string; readonly code: EngineErrorCode | undefined };

/** So much may be on its way to a thread before whoever sends waits. */
const UNDER_WAY_BYTES_MAX = 32_000_000;
/** Events die young: room for many of them before the collector looks. */
const YOUNG_MEGABYTES = 64;

/** A {@link Part} on a thread of its own. */
export class PartWorker {
  readonly #worker: Worker;
  #underWay = 0;
  #turn = Promise.withResolvers<void>();
  #isSaved = true;
  #failure: Error | undefined;

  constructor(databaseUrl: string, module: URL, builds: readonly Build[], share: Share) {
    const orders: PartOrders = {
      databaseUrl,
      module: module.href,
      builds: builds.map(({ projection: { name, version }, generation }) => ({ name, version, generation })),
      share,
    };
    this.#worker = new Worker(new URL('./part.process.ts', import.meta.url), {
      workerData: orders,
      // Node itself reads TypeScript; loaders of the program around us would only make the start slower.
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
    });
    this.#worker.on('message', (message: FromPart) => this.#hear(message));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', (code) => this.#fail(new Error(`a thread of the rebuild ended with ${code}`)));
  }

  /** The lines are on their way; waits while there are too many. Errors: what the part failed with. */
  async take(lines: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#underWay += lines.length;
    this.#isSaved = false;
    this.#send({ kind: 'lines', lines }, [lines.buffer]);
    await this.#until(() => this.#underWay <= UNDER_WAY_BYTES_MAX);
  }

  /** All that it took is folded and saved. Errors: what the part failed with. */
  async save(): Promise<void> {
    this.#send({ kind: 'save' });
    await this.#until(() => this.#isSaved);
  }

  /** The thread has ended; never throws. */
  async end(): Promise<void> {
    this.#worker.removeAllListeners('exit');
    if (this.#failure === undefined) this.#worker.postMessage({ kind: 'end' } satisfies ToPart);
    else await this.#worker.terminate();
    if (this.#worker.threadId !== -1) await once(this.#worker, 'exit');
  }

  #send(message: ToPart, transfer: readonly ArrayBuffer[] = []): void {
    if (this.#failure !== undefined) throw this.#failure;
    this.#worker.postMessage(message, transfer);
  }

  async #until(isReached: () => boolean): Promise<void> {
    while (!isReached()) {
      if (this.#failure !== undefined) throw this.#failure;
      await this.#turn.promise;
    }
  }

  #hear(message: FromPart): void {
    switch (message.kind) {
      case 'taken':
        this.#underWay -= message.bytes;
        break;
      case 'saved':
        this.#isSaved = true;
        break;
      case 'failed':
        this.#fail(
          message.code === undefined
            ? new Error(message.message)
            : new EngineError(message.code, message.message),
        );
        break;
    }
    this.#wake();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#wake();
  }

  #wake(): void {
    this.#turn.resolve();
    this.#turn = Promise.withResolvers();
  }
}
