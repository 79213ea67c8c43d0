import { fromBase64, toBase64 } from './bytes.ts';
import { type LeafIndex, leafIndex, parseDecimal } from './counts.ts';
import { TransparencyLogError } from './errors.ts';
import { HASH_BYTES, type Hash, hashFrom } from './hash.ts';

/** That a leaf stands in a log, to be verified without asking the log. @see https://c2sp.org/tlog-proof */
export interface TlogProof {
  readonly index: LeafIndex;
  /** From the leaf's sibling to the child of the root. */
  readonly hashes: readonly Hash[];
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string;
  /** Whatever the maker added. Nothing vouches for it. */
  readonly extra?: Uint8Array;
}

/** First line of the format. */
const HEADER = 'c2sp.org/tlog-proof@v1';
/** A tree that fits the format has no longer proof. */
const HASHES_MAX = 63;

/** The proof as text, to be kept in a file `….tlog-proof`. */
export function formatTlogProof({ index, hashes, checkpoint, extra }: TlogProof): string {
  const lines = [
    HEADER,
    ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]),
    `index ${index}`,
    ...hashes.map(toBase64),
    '',
  ];
  return `${lines.join('\n')}\n${checkpoint}`;
}

/** The proof in a text; nothing is verified. Errors: throws TLOG_PROOF_MALFORMED. */
export function parseTlogProof(text: string): TlogProof {
  const malformed = (why: string): TransparencyLogError =>
    new TransparencyLogError('TLOG_PROOF_MALFORMED', `a tlog-proof ${why}`);
  const blank = text.indexOf('\n\n');
  if (blank === -1) throw malformed('has no checkpoint');
  const [header, ...lines] = text.slice(0, blank).split('\n');
  if (header !== HEADER) throw malformed(`begins with ${HEADER}`);
  const extra = parseExtra(lines);
  const index = parseDecimal(/^index (.*)$/s.exec(lines.shift() ?? '')?.[1] ?? '');
  if (index === undefined) throw malformed('has no index');
  if (lines.length > HASHES_MAX) throw malformed(`has more than ${HASHES_MAX} hashes`);
  const hashes = lines.map((line) => {
    const bytes = fromBase64(line);
    if (bytes?.length !== HASH_BYTES) throw malformed('has a line that is no hash');
    return hashFrom(bytes);
  });
  return { index: leafIndex(index), hashes, checkpoint: text.slice(blank + 2), ...extra };

  function parseExtra(rest: string[]): Pick<TlogProof, 'extra'> {
    if (!rest[0]?.startsWith('extra ')) return {};
    const bytes = fromBase64(rest.shift()?.slice('extra '.length) ?? '');
    if (bytes === undefined) throw malformed('has extra data that is not base64');
    return { extra: bytes };
  }
}
