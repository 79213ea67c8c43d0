import {
  type ChainLink,
  canonicalJson,
  cosigner,
  type EvidenceBundle,
  ed25519Signer,
  encodeEntries,
  encodeTile,
  entriesPath,
  eventLeaf,
  type FileHead,
  formatTlogProof,
  formatVerifierKey,
  type Hash,
  HEADS_SEALED,
  HEADS_STREAM,
  HeadsTree,
  KEYS_STREAM,
  type KeyEntry,
  type KeySigner,
  leafHash,
  leafIndex,
  MemoryTree,
  type Policy,
  parsePolicy,
  proveInclusion,
  sha256,
  signCheckpoint,
  TILE_WIDTH,
  type TreeSize,
  tilePath,
  tilesOf,
  toHex,
} from '../src/index.ts';

/** The name under which the fixture log signs. */
export const ORIGIN = 'ledger.example/fixture';

const utf8 = new TextEncoder();

/** A seed that is the same in every run, another for every name. */
export function seedOf(name: string): Uint8Array {
  return sha256(utf8.encode(`seed of ${name}`));
}

/** The log's own signer; `generation` tells its keys apart. */
export function logSigner(generation = 1, origin = ORIGIN): KeySigner {
  return ed25519Signer(origin, seedOf(`${origin} ${generation}`));
}

/** A witness that signs at a fixed time. Units: seconds since 1970. */
export function witnessSigner(name: string, time = 1_795_000_000): KeySigner {
  return cosigner(`${name}.example/witness`, seedOf(name), () => time);
}

/** A policy as a reader would write it: these logs, and `quorum` of the witnesses. */
export function policyOf(
  logs: readonly KeySigner[],
  witnesses: readonly KeySigner[] = [],
  quorum: number | 'none' = 'none',
): Policy {
  const lines = [
    ...logs.map(({ key }) => `log ${formatVerifierKey(key)}`),
    ...witnesses.map(({ key }, at) => `witness w${at} ${formatVerifierKey(key)}`),
    ...(quorum === 'none' ? [] : [`group them ${quorum} ${witnesses.map((_, at) => `w${at}`).join(' ')}`]),
    `quorum ${quorum === 'none' ? 'none' : 'them'}`,
  ];
  return parsePolicy(utf8.encode(`${lines.join('\n')}\n`));
}

/** A whole log in memory, with the events behind its leaves. */
export class FixtureLog {
  readonly origin: string;
  readonly tree = new MemoryTree();
  readonly entries: Uint8Array[] = [];
  readonly #history: string;
  readonly #streams = new Map<string, { readonly bytes: Uint8Array; readonly index: number }[]>();

  /** Logs of another `history` have other leaves where they are filled. */
  constructor(origin = ORIGIN, history = 'first') {
    this.origin = origin;
    this.#history = history;
  }

  get size(): TreeSize {
    return this.tree.size;
  }

  /** Appends an event at the end of its stream; gives its place in the log. */
  append(stream: string, type: string, data: unknown = {}): number {
    const events = this.#eventsOf(stream);
    const last = events.at(-1);
    const bytes = canonicalJson({
      stream,
      revision: events.length,
      id: toHex(sha256(utf8.encode(`${stream}@${events.length}`))).slice(0, 32),
      type,
      data,
      metadata: {
        schema: 1,
        occurredAt: '2026-11-22T09:00:00+08:00',
        recordedAt: '2026-11-22T09:00:00+08:00',
        actor: { kind: 'authority', id: 'officer-1', org: 'xj-fgw' },
        basis: ['XJ-11-2'],
        rulebook: 'xj-measures-draft@2024-01-01',
        document: {
          kind: '决定书',
          number: '新发改信用〔2026〕7号',
          organ: '自治区发展改革委',
          date: '2026-11-20',
        },
        ...(last !== undefined && { prior: toHex(sha256(last.bytes)) }),
        salt: toHex(sha256(utf8.encode(`salt ${stream}@${events.length}`))).slice(0, 32),
      },
    });
    const index = this.entries.length;
    events.push({ bytes, index });
    const leaf = eventLeaf(sha256(bytes));
    this.entries.push(leaf);
    this.tree.append([leafHash(leaf)]);
    return index;
  }

  /** Fills the log, up to this size, with leaves of events that nobody asks for. */
  fillTo(size: number): this {
    const from = this.entries.length;
    const leaves = Array.from({ length: Math.max(0, size - from) }, (_, at) =>
      eventLeaf(sha256(utf8.encode(`${this.#history} ${from + at}`))),
    );
    this.entries.push(...leaves);
    this.tree.append(leaves.map(leafHash));
    return this;
  }

  /** Appends the heads of all files as they are. */
  sealHeads(): number {
    const { root, count } = this.heads().sealed;
    return this.append(HEADS_STREAM, HEADS_SEALED, { root: toHex(root), count, position: this.size });
  }

  /** The canonical bytes of an event. */
  eventBytes(stream: string, revision: number): Uint8Array {
    const event = this.#eventsOf(stream)[revision];
    if (event === undefined) throw new Error(`no ${stream}@${revision}`);
    return event.bytes;
  }

  /** The heads of all files as they are. */
  heads(): HeadsTree {
    const files: FileHead[] = [...this.#streams]
      .filter(([stream]) => stream.startsWith('agency-'))
      .map(([stream, events]) => ({
        fileId: stream.slice('agency-'.length),
        length: events.length,
        head: sha256(events.at(-1)?.bytes ?? new Uint8Array(0)),
      }));
    return new HeadsTree(files.toSorted((one, other) => (one.fileId < other.fileId ? -1 : 1)));
  }

  checkpoint(signers: readonly KeySigner[] = [logSigner()], size: TreeSize = this.size): string {
    return signCheckpoint({ origin: this.origin, size, root: this.tree.root(size) }, signers);
  }

  hashesTo(index: number, size: TreeSize = this.size): readonly Hash[] {
    return proveInclusion(leafIndex(index), size, this.tree.read);
  }

  tlogProof(index: number, checkpoint = this.checkpoint(), size: TreeSize = this.size): string {
    return formatTlogProof({ index: leafIndex(index), hashes: this.hashesTo(index, size), checkpoint });
  }

  /** The log's statements about its keys, each proved under one checkpoint. */
  keyEntries(checkpoint = this.checkpoint()): readonly KeyEntry[] {
    return this.#eventsOf(KEYS_STREAM).map(({ bytes, index }) => ({
      event: bytes,
      proof: this.tlogProof(index, checkpoint),
    }));
  }

  /** The bundle of an event, its file's chain to the heads sealed last. */
  bundle(
    stream: string,
    revision: number,
    { signers = [logSigner()], keys = [], withhold = [] }: BundleOptions = {},
  ): EvidenceBundle {
    const events = this.#eventsOf(stream);
    const event = events[revision];
    const sealed = this.#eventsOf(HEADS_STREAM).at(-1);
    if (event === undefined || sealed === undefined) throw new Error(`no ${stream}@${revision}, or no heads`);
    const checkpoint = this.checkpoint(signers);
    const chain: ChainLink[] = events
      .slice(revision + 1)
      .map(({ bytes }, at) =>
        withhold.includes(revision + 1 + at) ? { withheld: sha256(bytes) } : { event: bytes },
      );
    const place = this.heads().prove(stream.slice('agency-'.length));
    if (place === undefined) throw new Error(`no head of ${stream}`);
    const inLog = { index: leafIndex(sealed.index), hashes: this.hashesTo(sealed.index) };
    const inHeads = { index: place.index, hashes: place.hashes };
    return {
      event: event.bytes,
      proof: this.tlogProof(event.index, checkpoint),
      checkpoint,
      vkey: formatVerifierKey((signers[0] ?? logSigner()).key),
      chain,
      heads: { sealed: sealed.bytes, inLog, inHeads },
      keys,
    };
  }

  /** Every file that the log serves at its size, by path. */
  served(signers: readonly KeySigner[] = [logSigner()]): Map<string, Uint8Array> {
    const [own = logSigner()] = signers;
    const files = new Map<string, Uint8Array>([
      ['checkpoint', utf8.encode(this.checkpoint(signers))],
      ['vkey', utf8.encode(`${formatVerifierKey(own.key)}\n`)],
    ]);
    for (const tile of tilesOf(this.size)) {
      files.set(tilePath(tile), encodeTile(tile, this.tree.read));
      const from = tile.index * TILE_WIDTH;
      if (tile.level === 0)
        files.set(entriesPath(tile), encodeEntries(this.entries.slice(from, from + tile.width)));
    }
    return files;
  }

  #eventsOf(stream: string): { readonly bytes: Uint8Array; readonly index: number }[] {
    const events = this.#streams.get(stream) ?? [];
    this.#streams.set(stream, events);
    return events;
  }
}

export interface BundleOptions {
  readonly signers?: readonly KeySigner[];
  readonly keys?: readonly KeyEntry[];
  /** Revisions of later events that the reader may not see. */
  readonly withhold?: readonly number[];
}

/** A log with three files, a calendar and other leaves between their events, and the heads sealed at the end. */
export function demoLog(size = 300): FixtureLog {
  const log = new FixtureLog();
  const files = ['620700-91620702MAFAKE22XE', '650000-91650102MAFAKE019H', '650000-91650102MAFAKE027A'];
  for (const [at, file] of files.entries()) {
    log.append(`agency-${file}`, 'filed', { name: `机构${at}` });
    log.append(`agency-${file}`, 'accepted');
    if (at === 0) log.append('calendar-cn', 'holiday-calendar-published');
    if (at === 1) log.append(`agency-${file}`, 'interviewed', { matter: '约谈' });
    log.fillTo(20 * (at + 1));
  }
  log.append('agency-650000-91650102MAFAKE019H', 'warned', { matter: '警告' });
  log.fillTo(size - 1);
  log.sealHeads();
  return log;
}
