import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { TcpProxy } from './tcp-proxy.ts';

/** What a wire in another thread is told. */
export type WireOrder =
  | readonly ['leadTo' | 'resetAfter', number]
  | readonly ['reset' | 'silence' | 'mend' | 'close'];

/**
 * A wire on a free port of this machine to `port`, in a thread of its own: a crowd that keeps this thread busy does not slow down what goes
 * over it. Orders are carried out one after the other, each a moment after it was given.
 */
export async function openProxyApart(port: number): Promise<TcpProxy> {
  const thread = new Worker(new URL('./proxy-thread.ts', import.meta.url), { workerData: port });
  const [ownPort] = (await once(thread, 'message')) as [number];
  const tell = (...order: WireOrder): void => thread.postMessage(order);
  return {
    port: ownPort,
    leadTo: (target) => tell('leadTo', target),
    reset: () => tell('reset'),
    resetAfter: (bytes) => tell('resetAfter', bytes),
    silence: () => tell('silence'),
    mend: () => tell('mend'),
    close: async () => {
      const closed = new Promise<void>((resolve) =>
        thread.on('message', (order) => order === 'close' && resolve()),
      );
      tell('close');
      await closed;
      await thread.terminate();
    },
  };
}
