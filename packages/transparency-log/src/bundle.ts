import { toBase64, toHex } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { leafIndex } from './counts.ts';
import type { Hash } from './hash.ts';
import type { HeadProof } from './heads.ts';
import { JsonReader, parseCanonicalJson } from './json-reader.ts';
import type { KeyEntry } from './key-history.ts';

/**
 * Everything that is needed to prove one event to a stranger, in one file `….ledger-proof`.
 *
 * Shape: in the file, canonical JSON, so that every change of a bit is noticed. Nothing in it is to be trusted
 *        before it is verified.
 */
export interface EvidenceBundle {
  /** The canonical bytes of the event: its hash is the leaf. */
  readonly event: Uint8Array;
  /** A tlog-proof of the event's leaf. */
  readonly proof: string;
  /** The signed checkpoint, the same as in the proof. */
  readonly checkpoint: string;
  /** The key that the checkpoint is said to be signed by, `name+id+key`. */
  readonly vkey: string;
  /** What follows the event in its file, up to the last event the heads cover. */
  readonly chain: readonly ChainLink[];
  /** That the chain ends where the file ends; absent while no heads cover the event. */
  readonly heads?: HeadsEvidence;
  /** The log's statements about its keys, with their proofs. */
  readonly keys: readonly KeyEntry[];
}

/** An event after the proven one: its canonical bytes, or its hash where the reader may not see it. */
export type ChainLink = { readonly event: Uint8Array } | { readonly withheld: Hash };

/** That a file ends where its chain ends. */
export interface HeadsEvidence {
  /** The canonical bytes of the `heads-sealed` event. */
  readonly sealed: Uint8Array;
  /** The place of that event's leaf in the log, under the bundle's checkpoint. */
  readonly inLog: HeadProof;
  /** The place of the file among the heads. */
  readonly inHeads: HeadProof;
}

const FORMAT = 'ledger-proof/v1';

/** The bundle as the bytes of a file. */
export function encodeBundle(bundle: EvidenceBundle): Uint8Array {
  const { event, proof, checkpoint, vkey, chain, heads, keys } = bundle;
  return canonicalJson({
    format: FORMAT,
    event: toBase64(event),
    proof,
    checkpoint,
    vkey,
    chain: chain.map((link) =>
      'event' in link ? { event: toBase64(link.event) } : { withheld: toHex(link.withheld) },
    ),
    keys: keys.map((entry) => ({ event: toBase64(entry.event), proof: entry.proof })),
    ...(heads !== undefined && {
      heads: {
        sealed: toBase64(heads.sealed),
        inLog: encodePlace(heads.inLog),
        inHeads: encodePlace(heads.inHeads),
      },
    }),
  });
}

/** The bundle in the bytes of a file; nothing is verified. Errors: throws BUNDLE_MALFORMED with the path of what is wrong. */
export function decodeBundle(bytes: Uint8Array): EvidenceBundle {
  const value = parseCanonicalJson(bytes);
  const file = new JsonReader('BUNDLE_MALFORMED', value);
  if (value === undefined) throw file.refused('is not canonical JSON (RFC 8785)');
  file.object(['format', 'event', 'proof', 'checkpoint', 'vkey', 'chain', 'keys'], ['heads']);
  if (file.at('format').text() !== FORMAT) throw file.at('format').refused(`is not ${FORMAT}`);
  const heads = file.optional('heads', decodeHeads);
  return {
    event: file.at('event').bytes(),
    proof: file.at('proof').text(),
    checkpoint: file.at('checkpoint').text(),
    vkey: file.at('vkey').text(),
    chain: file.at('chain').list(decodeLink),
    keys: file.at('keys').list((entry) => {
      entry.object(['event', 'proof']);
      return { event: entry.at('event').bytes(), proof: entry.at('proof').text() };
    }),
    ...(heads !== undefined && { heads }),
  };
}

function decodeLink(link: JsonReader): ChainLink {
  link.object([], ['event', 'withheld']);
  const event = link.optional('event', (member) => member.bytes());
  const withheld = link.optional('withheld', (member) => member.hexHash());
  if (event !== undefined && withheld === undefined) return { event };
  if (withheld !== undefined && event === undefined) return { withheld };
  throw link.refused('is either an event or withheld');
}

function decodeHeads(heads: JsonReader): HeadsEvidence {
  heads.object(['sealed', 'inLog', 'inHeads']);
  return {
    sealed: heads.at('sealed').bytes(),
    inLog: decodePlace(heads.at('inLog')),
    inHeads: decodePlace(heads.at('inHeads')),
  };
}

function encodePlace({ index, hashes }: HeadProof): unknown {
  return { index, hashes: hashes.map(toBase64) };
}

function decodePlace(place: JsonReader): HeadProof {
  place.object(['index', 'hashes']);
  return {
    index: leafIndex(place.at('index').count()),
    hashes: place.at('hashes').list((hash) => hash.hash()),
  };
}
