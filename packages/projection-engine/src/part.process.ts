import { parentPort, workerData } from 'node:worker_threads';
import { EngineError } from './engine-error.ts';
import { eventsOf } from './journal-copy.ts';
import { type Build, Part } from './part.ts';
import type { FromPart, PartOrders, ToPart } from './part-worker.ts';
import type { ReadModelSet } from './read-model-set.ts';
import { openSession } from './sql.ts';

// A thread of a rebuild: folds the lines it is sent, saves when it is told to, and ends with its first fault.

const port = parentPort;
if (port === null) throw new Error('only a thread of a rebuild runs this');
const say = (message: FromPart): void => port.postMessage(message);
const { databaseUrl, module, builds, share } = workerData as PartOrders;

const session = await openSession(databaseUrl, `rebuild part ${share.part}`);
const { readModels } = (await import(module)) as { readonly readModels: ReadModelSet };
const part = await Part.open(session, builds.map(buildOf), share);

let work: Promise<void> = Promise.resolve();
port.on('message', (message: ToPart) => {
  work = work.then(() => obey(message)).catch(fail);
});

async function obey(message: ToPart): Promise<void> {
  switch (message.kind) {
    case 'lines':
      await part.take(eventsOf(message.lines, readModels.newestForm));
      say({ kind: 'taken', bytes: message.lines.length });
      break;
    case 'save':
      await part.save();
      say({ kind: 'saved' });
      break;
    case 'end':
      await session.close();
      port?.close();
      break;
  }
}

function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  say({ kind: 'failed', message, code: error instanceof EngineError ? error.code : undefined });
}

function buildOf({ name, version, generation }: PartOrders['builds'][number]): Build {
  const projection = readModels.projections.find((one) => one.name === name && one.version === version);
  if (projection === undefined) throw new Error(`${module} has no projection ${name} of version ${version}`);
  return { projection, generation };
}
