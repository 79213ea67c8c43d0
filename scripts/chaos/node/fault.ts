import type { Chance } from '../chance.ts';
import type { Recorder } from '../recorder.ts';
import type { DiskKind } from './disk.ts';
import type { Need } from './needs.ts';
import type { NodeSubscriber } from './node-subscriber.ts';
import type { NodeUnderTest } from './node-under-test.ts';
import type { NodeWriter } from './node-writer.ts';

/** One line of the fault table: what is done to the node, how, and what must come of it. */
export interface Fault {
  readonly name: string;
  /** What happens, in the words of the table. */
  readonly what: string;
  /** How often in the table. */
  readonly times: number;
  /** What a machine must have for it; without, the fault is not run and the table says so. */
  readonly needs: readonly Need[];
  readonly disk: DiskKind;
  readonly restarts?: 'as the product does';
  /** The control of another fault: a campaign in which nothing is lost has failed. */
  readonly mustLose?: true;
  /** PostgreSQL acknowledges what it has not written to disk. */
  readonly forgetful?: true;
  /** The node's process reads a clock that the strikes move. */
  readonly movableClock?: true;
  /** Writers pause so long after each append. */
  readonly pauseMs?: number;
  /** Causes the fault and ends it. */
  readonly strike: (scene: Scene) => Promise<void>;
  /** Once the writers have finished and every subscriber has everything. */
  readonly afterwards?: (scene: Scene) => Promise<void>;
}

/** Where a strike happens: sixteen writers write, subscribers follow, a reader reads. */
export interface Scene {
  readonly node: NodeUnderTest;
  readonly chance: Chance;
  readonly recorder: Recorder;
  /** How often this fault has struck before. */
  readonly round: number;
  /** A further writer, whom the strike itself commands. */
  readonly writer: NodeWriter;
  readonly subscribers: readonly NodeSubscriber[];
  /** The fault is over: the time until an append is acknowledged again counts from the last call, or from the start of the strike. */
  readonly over: () => void;
  /** Something that must not be, beyond what the checker of histories can see. */
  readonly complain: (sentence: string) => void;
}
