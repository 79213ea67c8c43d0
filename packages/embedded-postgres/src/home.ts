import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { chmod, readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { accountFor, mayReach, weAreRoot } from './account.ts';
import { readIfThere, writeDurably } from './durable-file.ts';
import { EmbeddedPostgresError, onDirectory } from './embedded-postgres-error.ts';
import { makeFolder } from './make-folder.ts';

/** Where root keeps what nobody must enter when the data directory lies below a closed folder. */
export const ROOT_KEEPS_IN = '/var/lib/ledger';

/**
 * Where one PostgreSQL lives. `dataDirectory` is what the caller named and holds the password, the log
 * and `postgres.json`; the cluster lies inside it, or in a place of its own that both sides name.
 */
export interface Home {
  readonly dataDirectory: string;
  readonly identity: string;
  readonly clusterDirectory: string;
  readonly password: string;
  /** The port used last, which clients may still know. */
  readonly port: number | undefined;
}

interface Pointer {
  readonly identity: string;
  /** Absolute, or relative to the data directory so that the two may move together. */
  readonly cluster: string;
  readonly port?: number;
}

const POINTER = 'postgres.json';
const CLAIM = 'claim.json';

/**
 * Reads the home in a data directory, or undefined when none was founded there.
 *
 * Errors: `POSTGRES_CLUSTER_LOST`, `POSTGRES_CLUSTER_CLAIMED_TWICE`, `POSTGRES_DIRECTORY_UNWRITABLE`.
 */
export async function readHome(dataDirectory: string): Promise<Home | undefined> {
  return await onDirectory(dataDirectory, async () => {
    const pointer = await readPointer(dataDirectory);
    if (pointer === undefined) return undefined;
    const here = await realpath(dataDirectory);
    const password = await readIfThere(join(here, 'password'));
    if (password === undefined) return undefined;
    const inside = pointer.cluster === 'cluster';
    if (!inside) await checkClaim(here, pointer);
    return {
      dataDirectory: here,
      identity: pointer.identity,
      clusterDirectory: inside ? join(here, 'cluster') : pointer.cluster,
      password: password.trim(),
      port: pointer.port,
    };
  });
}

/**
 * Founds a home: the password is made, the place of the cluster chosen and both written down.
 *
 * Shape:   `homeless` are clusters left behind by an earlier, removed data directory of the same path.
 * Errors:  `POSTGRES_DIRECTORY_UNWRITABLE`, `POSTGRES_DISK_REFUSED`, `POSTGRES_ROOT_STAYS_ROOT`.
 * Durable: the pointer is written last; a crash before leaves nothing that is taken for a home.
 */
export async function foundHome(dataDirectory: string): Promise<{ home: Home; homeless: string[] }> {
  return await onDirectory(dataDirectory, async () => {
    const here = await realpath(dataDirectory);
    const identity = randomUUID();
    const password = randomBytes(24).toString('base64url');
    await writeDurably(join(here, 'password'), `${password}\n`);
    const homeless = weAreRoot() ? await clustersOf(here) : [];
    const reachable = !weAreRoot() || mayReach(await accountFor(join(here, 'cluster')), 'x', here);
    const cluster = reachable ? 'cluster' : await claimPlace(here, identity);
    await writePointer(here, { identity, cluster });
    const clusterDirectory = reachable ? join(here, cluster) : cluster;
    return { home: { dataDirectory: here, identity, clusterDirectory, password, port: undefined }, homeless };
  });
}

/** The port is remembered for the next start. */
export async function rememberPort(home: Home, port: number): Promise<void> {
  if (home.port === port) return;
  const cluster = isInside(home) ? 'cluster' : home.clusterDirectory;
  await onDirectory(home.dataDirectory, () =>
    writePointer(home.dataDirectory, { identity: home.identity, cluster, port }),
  );
}

/** True when the cluster lies in the data directory itself. */
export function isInside(home: Home): boolean {
  return home.clusterDirectory === join(home.dataDirectory, 'cluster');
}

/** The folder that exists for this cluster alone, outside the data directory; undefined when inside. */
export function ownPlace(home: Home): string | undefined {
  return isInside(home) ? undefined : dirname(home.clusterDirectory);
}

async function claimPlace(dataDirectory: string, identity: string): Promise<string> {
  const place = join(ROOT_KEEPS_IN, `${nameOf(dataDirectory)}-${identity.slice(0, 8)}`);
  return await onDirectory(ROOT_KEEPS_IN, async () => {
    await makeFolder(place);
    for (const folder of [ROOT_KEEPS_IN, place]) await chmod(folder, 0o755);
    await writeDurably(join(place, CLAIM), claimText(identity, dataDirectory));
    return join(place, 'cluster');
  });
}

/** Both sides must name each other; a moved data directory is followed, a copied one refused. */
async function checkClaim(dataDirectory: string, pointer: Pointer): Promise<void> {
  const path = join(dirname(pointer.cluster), CLAIM);
  const claim = parseRecord(await readIfThere(path));
  if (claim?.['identity'] !== pointer.identity) {
    throw new EmbeddedPostgresError(
      'POSTGRES_CLUSTER_LOST',
      `The cluster of ${dataDirectory} was kept in ${dirname(pointer.cluster)} and is not there any more: put it back, or remove ${dataDirectory} to begin anew.`,
    );
  }
  const claimant = String(claim['dataDirectory']);
  if (claimant === dataDirectory) return;
  if ((await readPointer(claimant))?.identity === pointer.identity) {
    throw new EmbeddedPostgresError(
      'POSTGRES_CLUSTER_CLAIMED_TWICE',
      `${dataDirectory} is a copy of ${claimant} and both name the same cluster: work with ${claimant}, or remove the copy.`,
    );
  }
  await writeDurably(path, claimText(pointer.identity, dataDirectory));
}

async function clustersOf(dataDirectory: string): Promise<string[]> {
  const names = await readdir(ROOT_KEEPS_IN).catch(() => []);
  const places = names
    .filter((name) => name.startsWith(`${nameOf(dataDirectory)}-`))
    .map((name) => join(ROOT_KEEPS_IN, name));
  const claims = await Promise.all(
    places.map(async (place) => parseRecord(await readIfThere(join(place, CLAIM)))),
  );
  return places
    .filter((_, n) => claims[n]?.['dataDirectory'] === dataDirectory)
    .map((place) => join(place, 'cluster'));
}

async function readPointer(dataDirectory: string): Promise<Pointer | undefined> {
  const record = parseRecord(await readIfThere(join(dataDirectory, POINTER)));
  const { identity, cluster, port } = record ?? {};
  if (typeof identity !== 'string' || typeof cluster !== 'string') return undefined;
  return { identity, cluster, ...(typeof port === 'number' ? { port } : {}) };
}

async function writePointer(dataDirectory: string, pointer: Pointer): Promise<void> {
  await writeDurably(join(dataDirectory, POINTER), `${JSON.stringify(pointer)}\n`);
}

function claimText(identity: string, dataDirectory: string): string {
  return `${JSON.stringify({ identity, dataDirectory })}\n`;
}

function parseRecord(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}

/** Short, stable and legible: the folder's own name and a digest of the whole path. */
function nameOf(dataDirectory: string): string {
  const digest = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 16);
  return `${basename(dataDirectory).replaceAll(/[^a-z0-9]+/gi, '-')}-${digest}`;
}
