import type { PoolOptions, PoolWorker, TestProject, WorkerRequest } from 'vitest/node';
import { ForksPoolWorker } from 'vitest/node';

type Listener = (...args: unknown[]) => void;

/** The process that runs the tests, kept from one mutant to the next. */
let kept: ForksPoolWorker | undefined;

/**
 * A worker whose process outlives the run it was started for.
 *
 * Vitest starts a process for every run, and Stryker makes a run for every mutant: starting it and loading the modules takes
 * ten times as long as the tests. A mutant that is switched on at run time needs neither. One that is met while a module
 * loads (`static`) does, and so does the first run, which measures coverage: they get a process of their own.
 */
export class KeptWorker implements PoolWorker {
  readonly name = 'kept';
  readonly cacheFs = true;
  readonly #options: PoolOptions;
  readonly #listeners = new Set<Listener>();
  readonly #mayKeep: boolean;
  #worker: ForksPoolWorker | undefined;
  #reused = false;
  #config: unknown;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#mayKeep = isRuntimeMutant(options.project);
  }

  on(event: string, callback: Listener): void {
    if (event === 'message') this.#listeners.add(callback);
    this.#running.on(event, callback);
  }

  off(event: string, callback: Listener): void {
    if (event === 'message') this.#listeners.delete(callback);
    this.#running.off(event, callback);
  }

  send(message: WorkerRequest): void {
    if (message.type === 'start') this.#config = message.context.config;
    if (message.type === 'start' && this.#reused) this.#answer('started');
    else if (message.type === 'stop' && this.#mayKeep) this.#answer('stopped');
    else if (message.type === 'run' && this.#reused) {
      // The worker knows the configuration of its first run; what this one asks for stands in its own.
      this.#running.send({
        ...message,
        context: Object.assign({}, message.context, { config: this.#config }),
      });
    } else this.#running.send(message);
  }

  deserialize(data: unknown): unknown {
    return data;
  }

  async start(): Promise<void> {
    this.#reused = this.#mayKeep && kept !== undefined;
    if (this.#reused) {
      this.#worker = kept;
      return;
    }
    this.#worker = new ForksPoolWorker(this.#options);
    await this.#worker.start();
    if (this.#mayKeep) kept = this.#worker;
  }

  async stop(): Promise<void> {
    for (const listener of this.#listeners) this.#running.off('message', listener);
    this.#listeners.clear();
    if (!this.#mayKeep) await this.#running.stop();
  }

  get #running(): ForksPoolWorker {
    if (this.#worker === undefined) throw new Error('the worker was never started');
    return this.#worker;
  }

  #answer(type: 'started' | 'stopped'): void {
    setImmediate(() => {
      for (const listener of this.#listeners) listener({ type, __vitest_worker_response__: true });
    });
  }
}

/** Whether the run is for a mutant that is switched on when the tests run. */
function isRuntimeMutant(project: TestProject): boolean {
  const said = project.getProvidedContext() as { readonly mode?: string; readonly mutantActivation?: string };
  return said.mode === 'mutant' && said.mutantActivation === 'runtime';
}
