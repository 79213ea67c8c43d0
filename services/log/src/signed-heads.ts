import { hash } from 'node:crypto';
import { readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import {
  canonicalJsonText,
  type Frontier,
  fromBase64,
  hashFrom,
  toBase64,
  treeSize,
} from '@ledger/transparency-log';
import { createDurably, isCode, UNFINISHED } from './durable-file.ts';
import { LogError } from './log-error.ts';

/** What the log remembers of the last head it signed, or was about to sign. */
export interface SignedHead {
  readonly origin: string;
  /** The tree: its size, and all that it needs to be grown from there. */
  readonly frontier: Frontier;
  /** Units: milliseconds since 1970-01-01T00:00:00Z. */
  readonly signedAtMs: number;
}

/** A head with its number: each replaces the one before it. */
export interface NumberedHead extends SignedHead {
  readonly number: number;
}

const NAME = /^signed-head-(\d{12})$/;
const FORMAT = 'ledger-signed-head/v1';
/** So many are kept. Who compares is surely done before so many have been swapped. */
const KEPT = 16;

/** Whether a file of the log's directory says what was signed. */
export function isSignedHead(file: string): boolean {
  return NAME.test(file);
}

/**
 * The heads a log has signed, in files of a directory that no backup of the database reaches. The newest one counts.
 *
 * A compare-and-swap over the whole machine: of two processes that replace one head, one does.
 */
export class SignedHeads {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** The newest head. Shape: undefined before the first. Errors: MEMORY_DAMAGED; what the file system throws. */
  async newest(): Promise<NumberedHead | undefined> {
    const number = await this.#newestNumber();
    if (number === undefined) return undefined;
    const path = this.#path(number);
    return { number, ...parseHead(await readFile(path, 'utf8'), path) };
  }

  /**
   * The head is the newest one, if `before` was until now.
   *
   * Shape:   false when another process has put its own there.
   * Errors:  what the file system throws; then the head may have become the newest one, which harms nothing.
   * Durable: when it returns true.
   */
  async replace(before: number | undefined, head: SignedHead): Promise<boolean> {
    const number = (before ?? 0) + 1;
    if (!(await createDurably(this.#path(number), renderHead(head)))) return false;
    // The name may have been free because it was long passed and cleared away.
    if ((await this.#newestNumber()) !== number) return false;
    await this.#clearAway(number);
    return true;
  }

  async #newestNumber(): Promise<number | undefined> {
    const numbers = (await readdir(this.#directory)).flatMap((file) => numberOf(file) ?? []);
    return numbers.length === 0 ? undefined : Math.max(...numbers);
  }

  async #clearAway(newest: number): Promise<void> {
    const isOld = (file: string): boolean => (numberOf(file) ?? newest) <= newest - KEPT;
    for (const file of await readdir(this.#directory)) {
      if (!isOld(file)) continue;
      await unlink(join(this.#directory, file)).catch((error: unknown) => {
        if (!isCode(error, 'ENOENT')) throw error;
      });
    }
  }

  /** What a killed process has left half written is gone. To be called by the one process that signs. */
  async tidy(): Promise<void> {
    const left = (await readdir(this.#directory)).filter((file) => file.startsWith(UNFINISHED));
    for (const file of left) await unlink(join(this.#directory, file)).catch(() => undefined);
  }

  #path(number: number): string {
    return join(this.#directory, `signed-head-${String(number).padStart(12, '0')}`);
  }
}

function numberOf(file: string): number | undefined {
  const digits = NAME.exec(file)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function renderHead({ origin, frontier, signedAtMs }: SignedHead): string {
  const content = {
    format: FORMAT,
    origin,
    peaks: frontier.peaks.map(toBase64),
    signedAtMs,
    size: frontier.size,
  };
  return `${canonicalJsonText({ ...content, sha256: digestOf(content) })}\n`;
}

function parseHead(text: string, path: string): SignedHead {
  const damaged = (cause?: unknown): LogError =>
    new LogError(
      'MEMORY_DAMAGED',
      `${path}, which says what the log signed last, is damaged: put it back from a copy as new as the log's newest checkpoint.`,
      { cause },
    );
  try {
    const { sha256, ...content } = JSON.parse(text) as HeadFile;
    if (content.format !== FORMAT || sha256 !== digestOf(content)) throw damaged();
    const peaks = content.peaks.map((peak) => hashFrom(fromBase64(peak) ?? new Uint8Array()));
    const { origin, size, signedAtMs } = content;
    const head = { origin, frontier: { size: treeSize(size), peaks }, signedAtMs };
    // Every bit of the file counts, the blanks too.
    if (renderHead(head) !== text) throw damaged();
    return head;
  } catch (error) {
    throw error instanceof LogError ? error : damaged(error);
  }
}

interface HeadFile {
  readonly format: string;
  readonly origin: string;
  readonly peaks: readonly string[];
  readonly signedAtMs: number;
  readonly size: number;
  readonly sha256: string;
}

function digestOf(content: Omit<HeadFile, 'sha256'>): string {
  return hash('sha256', canonicalJsonText(content));
}
