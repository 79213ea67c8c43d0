/** The thread in which a wire runs: it opens one to the port it was given, tells its own port, and then does what it is told. */
import { parentPort, workerData } from 'node:worker_threads';
import type { WireOrder } from './proxy-apart.ts';
import { openProxy } from './tcp-proxy.ts';

if (parentPort === null) throw new Error('this runs in a thread of its own only');
const port = parentPort;
const wire = await openProxy(Number(workerData));
port.on('message', async ([order, number]: WireOrder) => {
  if (order === 'leadTo' || order === 'resetAfter') wire[order](number);
  else await wire[order]();
  port.postMessage(order);
});
port.postMessage(wire.port);
