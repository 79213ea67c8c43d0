import { mkdir } from 'node:fs/promises';
import { type EventSource, openSession, type Session } from '@ledger/projection-engine';
import { formatVerifierKey, type KeySigner } from '@ledger/transparency-log';
import type { Logger } from 'pino';
import { type SigningOutcome, type SigningStop, signHead } from './sign-head.ts';
import { SignedHeads } from './signed-heads.ts';
import { openSigningKey } from './signing-key.ts';
import { sayStanding } from './standing.ts';
import { makeTables } from './tables.ts';

/** Any constant of ours: who holds it is the process that signs. */
const SIGNER_LOCK = 7_250_314;
const SIGN_EVERY_MS = 1_000;
const RETRY_MS = 2_000;

export interface SignerOptions {
  readonly databaseUrl: string;
  readonly source: Pick<EventSource, 'readStream'>;
  /** Where key and signed heads are kept: outside the database, and not in the same backup. Made when it is not there. */
  readonly directory: string;
  /** The log's name. Default: the one its key was made for. */
  readonly origin?: string | undefined;
  /** The time of the machine, whatever time the ledger lives in. Units: milliseconds since 1970-01-01T00:00:00Z. */
  readonly nowMs: () => number;
  /** Resolves after so many milliseconds, or earlier when the signal aborts; never rejects. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly log: Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;
  /** At most one checkpoint in this time. Default 1 000. */
  readonly everyMs?: number;
}

/** A signer at work, or standing by for the one that is. */
export interface RunningSigner {
  /** The log's verifier key, for whoever is to trust it. */
  readonly vkey: string;
  /** The signer has ended, after the signature it was at; never throws. */
  stop(): Promise<void>;
}

/**
 * Signs the log's tree whenever it has grown; of several processes one does, the others stand by.
 *
 * What breaks is tried again; what must not be signed is said in the log, by `doctor` and in `/metrics`, and looked at again.
 *
 * Errors: KEY_FILE_UNSAFE, KEY_MISSING, KEY_OF_ANOTHER_LOG, KEY_MALFORMED; what the file system throws.
 */
export async function startSigner(options: SignerOptions): Promise<RunningSigner> {
  await mkdir(options.directory, { recursive: true, mode: 0o700 });
  const key = await openSigningKey(options.directory, options.origin);
  const ending = new AbortController();
  const ended = signUntil(options, key, ending.signal);
  return {
    vkey: formatVerifierKey(key.key),
    async stop() {
      ending.abort();
      await ended;
    },
  };
}

async function signUntil(options: SignerOptions, key: KeySigner, signal: AbortSignal): Promise<void> {
  const { log, wait, databaseUrl } = options;
  while (!signal.aborted) {
    let session: Session | undefined;
    try {
      session = await openSession(databaseUrl, 'signer');
      await makeTables(session);
      await signWhileHeld(options, key, session, signal);
    } catch (error) {
      log.warn(
        { err: error, retryInMs: RETRY_MS },
        'signing was interrupted; nothing inconsistent was signed',
      );
    } finally {
      await session?.close();
    }
    await wait(RETRY_MS, signal);
  }
}

async function signWhileHeld(
  { directory, source, nowMs, wait, log, everyMs = SIGN_EVERY_MS }: SignerOptions,
  key: KeySigner,
  session: Session,
  signal: AbortSignal,
): Promise<void> {
  const over = AbortSignal.any([signal, session.lost]);
  const heads = new SignedHeads(directory);
  while (!over.aborted && !(await holdsLock(session))) await wait(everyMs, over);
  if (!over.aborted) await heads.tidy();
  let said: SigningStop | 'signing' | undefined;
  while (!over.aborted) {
    const outcome = await signHead({ sql: session, source, key, heads, nowMs });
    const standing = standingOf(outcome);
    if (standing !== said) {
      await sayStanding(session, outcome.kind === 'stopped' ? outcome : undefined);
      if (outcome.kind === 'stopped')
        log.error({ reason: outcome.reason }, `The log does not sign: ${outcome.sentence}`);
      else log.info({ origin: key.name }, 'the log is signed');
      said = standing;
    }
    if (outcome.kind === 'signed') log.debug({ size: outcome.size }, 'signed');
    await wait(everyMs, over);
  }
}

function standingOf(outcome: SigningOutcome): SigningStop | 'signing' {
  return outcome.kind === 'stopped' ? outcome.reason : 'signing';
}

async function holdsLock(session: Session): Promise<boolean> {
  const [lock] = await session.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1) AS held', [
    SIGNER_LOCK,
  ]);
  return lock?.held === true;
}
