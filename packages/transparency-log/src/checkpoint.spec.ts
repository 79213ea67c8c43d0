import { describe, expect, it } from 'vitest';
import { demoLog, logSigner, ORIGIN } from '../testing/fixture-log.ts';
import { toBase64 } from './bytes.ts';
import { formatCheckpoint, openCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { leafIndex, treeSize } from './counts.ts';
import { type Hash, leafHash, sha256 } from './hash.ts';
import { verifyInclusion } from './inclusion-proof.ts';
import { signNote } from './signer.ts';
import { formatTlogProof, parseTlogProof } from './tlog-proof.ts';
import { verifierOf } from './verifier.ts';

// https://c2sp.org/tlog-checkpoint#note-text
const EXAMPLE = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';

describe('tlog-checkpoint', () => {
  it('the example reads and writes', () => {
    const checkpoint = parseCheckpoint(EXAMPLE);
    expect(checkpoint).toMatchObject({
      origin: 'example.com/behind-the-sofa',
      size: 20_852_163,
      extensions: [],
    });
    expect(formatCheckpoint(checkpoint)).toBe(EXAMPLE);
  });

  it('lines after the third are kept', () => {
    const text = `${EXAMPLE}extension one\nextension two\n`;
    expect(parseCheckpoint(text).extensions).toEqual(['extension one', 'extension two']);
    expect(formatCheckpoint(parseCheckpoint(text))).toBe(text);
  });

  const [origin, , root] = EXAMPLE.split('\n');
  it.each([
    ['nothing', ''],
    ['no origin', `\n1\n${root}\n`],
    ['two lines', `${origin}\n1\n`],
    ['a leading zero', `${origin}\n01\n${root}\n`],
    ['a sign', `${origin}\n+1\n${root}\n`],
    ['a size no number holds exactly', `${origin}\n9007199254740993\n${root}\n`],
    ['a root of 31 bytes', `${origin}\n1\n${toBase64(new Uint8Array(31))}\n`],
    ['a root with idle bits', `${origin}\n1\n${root?.replace('2I=', '2J=')}\n`],
    ['an empty extension', `${EXAMPLE}\n`],
    ['no final line feed', EXAMPLE.slice(0, -1)],
  ])('refuses %s', (_, text) => {
    expect(() => parseCheckpoint(text)).toThrow(expect.objectContaining({ code: 'CHECKPOINT_MALFORMED' }));
  });

  it('a signed text that is none is none', () => {
    const log = logSigner();
    const note = signNote('something else\n', [log]);
    expect(() => openCheckpoint(note, [verifierOf(log.key)])).toThrow('a checkpoint has no size');
  });
});

describe('tlog-proof', () => {
  const log = demoLog();
  const text = log.tlogProof(41);

  it('carries all that verifying needs', () => {
    const { index, hashes, checkpoint: note } = parseTlogProof(text);
    const { checkpoint } = openCheckpoint(note, [verifierOf(logSigner().key)]);
    expect(checkpoint.origin).toBe(ORIGIN);
    const leaf = leafHash(log.entries[41] ?? new Uint8Array(0));
    expect(verifyInclusion({ leaf, index, ...checkpoint }, hashes)).toBe(true);
  });

  it('begins as the format says and keeps the checkpoint to the byte', () => {
    expect(text.split('\n').slice(0, 2)).toEqual(['c2sp.org/tlog-proof@v1', 'index 41']);
    expect(formatTlogProof(parseTlogProof(text))).toBe(text);
    expect(parseTlogProof(text).checkpoint).toBe(log.checkpoint());
  });

  it('may carry extra data, which stays apart', () => {
    const withExtra = formatTlogProof({ ...parseTlogProof(text), extra: Uint8Array.of(1, 2, 3) });
    expect(withExtra.split('\n')[1]).toBe('extra AQID');
    expect(parseTlogProof(withExtra).extra).toEqual(Uint8Array.of(1, 2, 3));
  });

  it('the proof of a log of one leaf has no hash', () => {
    const checkpoint = log.checkpoint([logSigner()], treeSize(1));
    const alone = formatTlogProof({ index: leafIndex(0), hashes: [], checkpoint });
    expect(parseTlogProof(alone)).toEqual({ index: 0, hashes: [], checkpoint });
  });

  const hash: Hash = sha256(new Uint8Array(1));
  it.each([
    ['nothing', ''],
    ['another version', text.replace('@v1', '@v2')],
    ['no index', text.replace('index 41\n', '')],
    ['an index with a leading zero', text.replace('index 41', 'index 041')],
    ['extra data after the index', text.replace('index 41\n', 'index 41\nextra AQID\n')],
    ['extra data that is not base64', text.replace('index', 'extra A\nindex')],
    ['a hash cut short', text.replace('index 41\n', 'index 41\nAQID\n')],
    ['no checkpoint', text.slice(0, text.indexOf('\n\n'))],
    ['64 hashes', text.replace('index 41\n', `index 41\n${`${toBase64(hash)}\n`.repeat(64)}`)],
  ])('refuses %s', (_, told) => {
    expect(() => parseTlogProof(told)).toThrow(expect.objectContaining({ code: 'TLOG_PROOF_MALFORMED' }));
  });
});
