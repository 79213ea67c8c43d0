import { describe, expect, it } from 'vitest';
import { logSigner, ORIGIN, seedOf, witnessSigner } from '../testing/fixture-log.ts';
import { randomNumbers, withBitTurned } from '../testing/mutations.ts';
import { toHex, utf8 } from './bytes.ts';
import { encodeCosignature } from './cosignature.ts';
import type { TransparencyLogError } from './errors.ts';
import { openNote, parseNote, SIGNATURES_MAX } from './note.ts';
import {
  addSignatures,
  cosigner,
  ed25519Signer,
  formatSigningKey,
  parseSigningKey,
  signatureOf,
  signNote,
} from './signer.ts';
import { parseVerifier, verifierOf } from './verifier.ts';
import { formatVerifierKey, parseVerifierKey } from './verifier-key.ts';

// The example of Go's golang.org/x/mod/sumdb/note.
const GO = {
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  line: '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
  vkey: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  skey: 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz',
};

describe('signed-note: the published example', () => {
  it('opens under its key', () => {
    const { text, signed } = openNote(`${GO.text}\n${GO.line}`, [parseVerifier(GO.vkey)]);
    expect(text).toBe(GO.text);
    expect(signed.map(({ verifier }) => [verifier.name, toHex(verifier.keyId)])).toEqual([
      ['PeterNeumann', 'c74f20a3'],
    ]);
  });

  it('is what its signing key signs', () => {
    const { name, seed } = parseSigningKey(GO.skey);
    const signer = ed25519Signer(name, seed);
    expect(signNote(GO.text, [signer])).toBe(`${GO.text}\n${GO.line}`);
    expect(formatVerifierKey(signer.key)).toBe(GO.vkey);
    expect(formatSigningKey(name, seed)).toBe(GO.skey);
  });
});

const log = logSigner();
const text = `${ORIGIN}\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n`;
const known = [verifierOf(log.key)];
const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return (error as TransparencyLogError).code;
  }
  return 'none';
};

describe('signed-note: whose signatures count', () => {
  it('a line of an unknown key is left aside, whatever stands in it', () => {
    const stranger = ed25519Signer('stranger.example', seedOf('stranger'));
    const note = signNote(text, [stranger, log]);
    const { signed, unknown } = openNote(note, known);
    expect(signed).toHaveLength(1);
    expect(unknown.map(({ name }) => name)).toEqual(['stranger.example']);
  });

  it('a key of the same name and another id is unknown, and so is one of the same id and another name', () => {
    const namesake = logSigner(2);
    const { keyId, signature } = signatureOf(log, text);
    const note = addSignatures(signNote(text, [namesake]), [{ name: 'other.example', keyId, signature }]);
    expect(codeOf(() => openNote(note, known))).toBe('NOTE_UNSIGNED');
  });

  it('one signature of a known key that fails spoils the note', () => {
    const forged = { ...signatureOf(log, text), signature: signatureOf(log, `${text}more\n`).signature };
    const note = addSignatures(signNote(text, [log]), [forged]);
    expect(codeOf(() => openNote(note, known))).toBe('NOTE_FORGED');
  });

  it('a key that signed twice counts once', () => {
    const twice = addSignatures(signNote(text, [log]), [signatureOf(log, text)]);
    expect(openNote(twice, known).signed).toHaveLength(1);
  });

  it('sixteen signatures and more are read, one above the limit is not', () => {
    const { name, keyId, signature } = signatureOf(log, text);
    const lines = (count: number) => Array.from({ length: count }, () => ({ name, keyId, signature }));
    const signed = signNote(text, [log]);
    expect(openNote(addSignatures(signed, lines(SIGNATURES_MAX - 1)), known).signed).toHaveLength(1);
    expect(codeOf(() => parseNote(addSignatures(signed, lines(SIGNATURES_MAX))))).toBe('NOTE_MALFORMED');
  });

  it('the text may hold blank lines: the last one parts it from the signatures', () => {
    const poem =
      'Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n';
    expect(openNote(signNote(poem, [log]), known).text).toBe(poem);
  });

  it('a bit turned in any byte is noticed', () => {
    const note = utf8(signNote(text, [log]));
    // A step of seven meets every byte, and every place in a byte.
    for (let bit = 0; bit < note.length * 8; bit += 7) {
      const code = codeOf(() => openNote(withBitTurned(note, bit), known));
      expect(['NOTE_MALFORMED', 'NOTE_FORGED', 'NOTE_UNSIGNED']).toContain(code);
    }
  });
});

describe('signed-note: what is no note', () => {
  const line = signNote(text, [log]).slice(text.length + 1);
  it.each([
    ['nothing', ''],
    ['a text alone', text],
    ['no signature', `${text}\n`],
    ['no blank line', `${text}${line}`],
    ['a line cut off', `${text}\n${line.slice(0, -1)}`],
    ['a hyphen for the dash', `${text}\n${line.replace('—', '-')}`],
    ['two spaces', `${text}\n${line.replace('— ', '—  ')}`],
    ['a name with a plus', `${text}\n${line.replace('ledger', 'led+ger')}`],
    ['a name with a no-break space', `${text}\n${line.replace('ledger', 'led\u00a0ger')}`],
    ['a name with an ideographic space', `${text}\n${line.replace('ledger', 'led\u3000ger')}`],
    ['base64 without padding', `${text}\n${line.replace(/=+/, '')}`],
    ['four bytes, the key id alone', `${text}\n— name AAAAAA==\n`],
    ['a carriage return', `${text}\r\n\n${line}`],
    ['a tab', `\t${text}\n${line}`],
    ['half a character', `\ud800${text}\n${line}`],
    ['a second blank line between signatures', `${text}\n${line}\n${line}x`],
  ])('%s', (_, note) => {
    expect(codeOf(() => parseNote(note))).toBe('NOTE_MALFORMED');
  });

  it('bytes that are not UTF-8', () => {
    expect(codeOf(() => parseNote(Uint8Array.of(0xff, 10, 10)))).toBe('NOTE_MALFORMED');
  });

  it('cannot be signed into being: a text to sign ends in one line feed', () => {
    expect(codeOf(() => signNote('no line feed', [log]))).toBe('NOTE_MALFORMED');
    expect(codeOf(() => signNote(text, []))).toBe('NOTE_MALFORMED');
  });
});

describe('verifier keys', () => {
  it('come back as they went', () => {
    for (const { key } of [log, witnessSigner('one')])
      expect(parseVerifierKey(formatVerifierKey(key))).toEqual(key);
  });

  const vkey = formatVerifierKey(log.key);
  it.each([
    ['nothing', ''],
    ['a name alone', ORIGIN],
    ['no name', vkey.slice(ORIGIN.length)],
    ['another name', `other${vkey}`],
    ['a space in the name', ` ${vkey}`],
    ['upper-case hex', vkey.replace(/\+[0-9a-f]{8}\+/, (id) => id.toUpperCase())],
    ['a line feed', `${vkey}\n`],
    ['a key that is short', 'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=='],
    ['a type not known', vkey.replace('+AQ', '+AA')],
  ])('refuse %s', (_, told) => {
    expect(codeOf(() => parseVerifierKey(told))).toBe('VERIFIER_KEY_MALFORMED');
  });

  it('notice any character changed', () => {
    for (let at = 0; at < vkey.length; at++) {
      const changed = `${vkey.slice(0, at)}${vkey[at] === 'A' ? 'B' : 'A'}${vkey.slice(at + 1)}`;
      expect(codeOf(() => parseVerifierKey(changed))).toBe('VERIFIER_KEY_MALFORMED');
    }
  });
});

describe('signing keys', () => {
  it.each([
    ['nothing', ''],
    ['a verifier key', GO.vkey],
    ['the id of another key', GO.skey.replace('c74f20a3', 'c74f20a4')],
    ['a seed cut short', GO.skey.slice(0, -4)],
  ])('refuse %s, and say nothing of it', (_, told) => {
    expect(codeOf(() => parseSigningKey(told))).toBe('SIGNING_KEY_MALFORMED');
    expect(() => parseSigningKey(told)).not.toThrow('AYEKFALVFGyNhPJE');
  });

  it('have 32 bytes and a possible name', () => {
    expect(codeOf(() => ed25519Signer('name', new Uint8Array(31)))).toBe('SIGNING_KEY_MALFORMED');
    expect(codeOf(() => ed25519Signer('a name', new Uint8Array(32)))).toBe('SIGNING_KEY_MALFORMED');
  });
});

describe('tlog-cosignature', () => {
  const witness = witnessSigner('one', 1_679_315_147);
  const verifier = verifierOf(witness.key);

  it('states when it was made', () => {
    const note = addSignatures(signNote(text, [log]), [signatureOf(witness, text)]);
    const { signed } = openNote(note, [...known, verifier]);
    expect(signed.map(({ statement }) => statement.time)).toEqual([undefined, 1_679_315_147]);
  });

  it('is eight bytes of time and a plain signature over both lines and the text', () => {
    const plain = ed25519Signer('x', seedOf('one'));
    const expected = plain.sign(`cosignature/v1\ntime 1679315147\n${text}`);
    expect(toHex(witness.sign(text))).toBe(`00000000641850cb${toHex(expected)}`);
  });

  it('is none with another time, another text, or as a plain signature', () => {
    const bytes = witness.sign(text);
    expect(verifier.verify(text, bytes)).toEqual({ time: 1_679_315_147 });
    expect(verifier.verify(`${text}x\n`, bytes)).toBeUndefined();
    expect(verifier.verify(text, bytes.subarray(8))).toBeUndefined();
    expect(verifier.verify(text, withBitTurned(bytes, 57))).toBeUndefined();
    const huge = encodeCosignature({ time: 0, signature: bytes.subarray(8) }).fill(0xff, 0, 8);
    expect(verifier.verify(text, huge)).toBeUndefined();
  });

  it('is not made for a time that is none', () => {
    for (const time of [-1, 0.5, 2 ** 53]) {
      const wrong = cosigner('w.example', seedOf('w'), () => time);
      expect(codeOf(() => wrong.sign(text))).toBe('COUNT_OUT_OF_RANGE');
    }
  });
});

describe('random bytes', () => {
  it('are never a note', () => {
    const random = randomNumbers(7);
    for (let run = 0; run < 2000; run++) {
      const bytes = Uint8Array.from({ length: random.next().value(60) }, () => random.next().value(256));
      expect(codeOf(() => parseNote(bytes))).toBe('NOTE_MALFORMED');
    }
  });
});
