import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from '../fault.ts';
import type { TcpProxy } from '../tcp-proxy.ts';

/** Which connection suffers: the clients' to the node, or the node's to PostgreSQL. */
export type WireName = 'client' | 'store';

const wireOf = ({ node }: Scene, name: WireName): TcpProxy =>
  name === 'client' ? node.clientWire : node.storeWire;

/** Longer than the keep-alive of the client and the patience of the node's statements. */
const SILENCE_MS = { least: 11_000, spread: 6_000 } as const;
const BYTES_MOST = 60_000;
const CUT_WITHIN_MS = 3_000;

/** Every connection is reset at once. */
export const reset = (name: WireName) => async (scene: Scene) => wireOf(scene, name).reset();

/** The connection is reset in the middle of a message: after so many bytes, by chance. */
export const cutAfterBytes = (name: WireName) => async (scene: Scene) => {
  wireOf(scene, name).resetAfter(1 + scene.chance.below(BYTES_MOST));
  await sleep(scene.chance.below(CUT_WITHIN_MS));
  scene.over();
};

/** Both sides hold the connection for alive and hear nothing of each other. */
export const halfOpen = (name: WireName) => async (scene: Scene) => {
  const wire = wireOf(scene, name);
  wire.silence();
  await sleep(SILENCE_MS.least + scene.chance.below(SILENCE_MS.spread));
  wire.mend();
  scene.over();
};
