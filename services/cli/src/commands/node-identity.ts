import { chmod, mkdtemp, open, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createSelfSigned, type TlsIdentity } from '@ledger/embedded-node';
import { makeFolder } from '@ledger/embedded-postgres';
import { EXIT, Failure } from '../output/failure.ts';

/** How a node proves itself: not at all, by a certificate of its own making, or by one that it is given as files. */
export type NodeSecurity =
  | { readonly kind: 'clear' }
  | { readonly kind: 'generated' }
  | {
      readonly kind: 'given';
      readonly certFile: string;
      readonly keyFile: string;
      /** What clients are to trust; undefined = an authority they know already. */
      readonly authorityFile: string | undefined;
    };

/** What a node proves itself with, and the file that its clients are to trust. */
export interface NodeIdentity {
  readonly tls: TlsIdentity;
  readonly authorityFile: string | undefined;
}

/** The names under which a node on loopback is asked for. */
const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost'];
const FOLDER = 'tls';
const CERTIFICATE = 'node.crt';
const KEY = 'node.key';

/**
 * What the node of this data directory proves itself with; undefined in clear text.
 *
 * Shape:   a generated certificate is the same at every start.
 * Errors:  exit code 2 for a file that cannot be read.
 * Durable: certificate and key of its own making stand in `tls/` together or not at all, whatever is killed when.
 */
export async function nodeIdentity(
  security: NodeSecurity,
  dataDirectory: string,
  nowMs: number,
): Promise<NodeIdentity | undefined> {
  switch (security.kind) {
    case 'clear':
      return undefined;
    case 'generated':
      return generatedIdentity(dataDirectory, nowMs);
    case 'given': {
      const { certFile, keyFile, authorityFile } = security;
      const [cert, key] = await Promise.all([readPem(certFile), readPem(keyFile)]);
      if (authorityFile !== undefined) await readPem(authorityFile);
      return { tls: { cert, key }, authorityFile: authorityFile && resolve(authorityFile) };
    }
  }
}

async function generatedIdentity(dataDirectory: string, nowMs: number): Promise<NodeIdentity> {
  const folder = join(resolve(dataDirectory), FOLDER);
  const kept = await readIdentity(folder);
  const tls = kept ?? (await keepIdentity(folder, createSelfSigned({ hosts: LOOPBACK_HOSTS, now: nowMs })));
  return { tls, authorityFile: join(folder, CERTIFICATE) };
}

async function readIdentity(folder: string): Promise<TlsIdentity | undefined> {
  try {
    const [cert, key] = await Promise.all(
      [CERTIFICATE, KEY].map((file) => readFile(join(folder, file), 'utf8')),
    );
    return cert === undefined || key === undefined ? undefined : { cert, key };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new Failure(EXIT.environment, `The certificate in ${folder} cannot be read: ${reasonOf(error)}.`, {
      cause: error,
    });
  }
}

/** The folder appears under its name only when both files are on disk. */
async function keepIdentity(folder: string, identity: TlsIdentity): Promise<TlsIdentity> {
  await makeFolder(join(folder, '..'));
  const unfinished = await mkdtemp(`${folder}-`);
  try {
    // Whoever connects must be able to read the certificate; the key is for the node alone.
    await chmod(unfinished, 0o755);
    await writeDurably(join(unfinished, CERTIFICATE), identity.cert, 0o644);
    await writeDurably(join(unfinished, KEY), identity.key, 0o600);
    await rename(unfinished, folder);
    return identity;
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another start was faster: what it kept is what counts.
    const kept = await readIdentity(folder);
    if (kept !== undefined) return kept;
    throw error;
  }
}

async function writeDurably(file: string, text: string, mode: number): Promise<void> {
  const handle = await open(file, 'wx', mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readPem(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Failure(EXIT.usage, `${file} cannot be read: ${reasonOf(error)}.`, { cause: error });
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
