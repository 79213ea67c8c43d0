import { setTimeout as sleep } from 'node:timers/promises';
import { connectEventLog, type EventLog, type EventLogOptions, type StoreOccurrence } from '../src/index.ts';

/** An event log that tells what happened to it. */
export interface TestEventLog extends EventLog {
  readonly occurred: StoreOccurrence['kind'][];
}

/** Connects with the machine's clock and no log. */
export function connectForTest(url: string, options: Partial<EventLogOptions> = {}): TestEventLog {
  const occurred: StoreOccurrence['kind'][] = [];
  const log = connectEventLog({
    url,
    wait: (ms, signal) => sleep(ms, undefined, signal && { signal }).catch(() => undefined),
    now: () => performance.now(),
    log: { info: () => undefined, warn: () => undefined },
    observe: ({ kind }) => occurred.push(kind),
    ...options,
  });
  return { ...log, occurred };
}
