import { describe, expect, it } from 'vitest';
import { FixtureLog, logSigner, policyOf, witnessSigner } from '../testing/fixture-log.ts';
import { utf8 } from './bytes.ts';
import { parsePolicy } from './parse-policy.ts';
import { judgeCheckpoint } from './policy.ts';
import { addSignatures, signatureOf } from './signer.ts';
import { formatVerifierKey } from './verifier-key.ts';

const log = new FixtureLog().fillTo(5);
const own = logSigner();
const witnesses = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => witnessSigner(name));
const logKey = formatVerifierKey(own.key);
const keys = witnesses.map(({ key }) => formatVerifierKey(key));
const cosignedBy = (...places: number[]): string =>
  log.checkpoint([own, ...witnesses.filter((_, at) => places.includes(at))]);
const read = (text: string) => parsePolicy(utf8(text));

describe('tlog-policy: the example of two groups', () => {
  const policy = read(
    [
      '# whom we trust',
      `log ${logKey} https://log.example/`,
      '',
      ...[0, 1, 2].map((at) => `witness X${at + 1} ${keys[at]}`),
      'group X-witnesses 2 X1 X2 X3',
      ...[3, 4, 5].map((at) => `\twitness   Y${at - 2}\t${keys[at]}  https://y${at - 2}.example `),
      'group Y-witnesses any Y1 Y2 Y3',
      'group X-and-Y all X-witnesses Y-witnesses',
      'quorum X-and-Y',
      '',
    ].join('\n'),
  );

  it.each([
    [[0, 1, 3], true],
    [[0, 2, 5], true],
    [[0, 1, 2, 3, 4, 5], true],
    [[0, 1, 2], false],
    [[0, 3, 4, 5], false],
    [[], false],
  ])('with the witnesses %j is met: %s', (places, accepted) => {
    const judgement = judgeCheckpoint(policy, cosignedBy(...places));
    expect(judgement.accepted).toBe(accepted);
    if (!judgement.accepted) expect(judgement.reason).toBe('quorum-missed');
  });

  it('keeps the addresses', () => {
    expect(policy.logs.map(({ url }) => url)).toEqual(['https://log.example/']);
    expect(policy.witnesses.map(({ url }) => url)).toEqual([
      undefined,
      undefined,
      undefined,
      'https://y1.example',
      'https://y2.example',
      'https://y3.example',
    ]);
  });
});

describe('tlog-policy: which checkpoints it accepts', () => {
  it('says which log signed', () => {
    const judgement = judgeCheckpoint(policyOf([logSigner(2), own]), log.checkpoint());
    expect(judgement).toMatchObject({ accepted: true, log: own.key, checkpoint: { size: 5 } });
  });

  it('none of a log that is not listed', () => {
    expect(judgeCheckpoint(policyOf([logSigner(2)]), log.checkpoint())).toEqual({
      accepted: false,
      reason: 'unknown-log',
    });
  });

  it('none that a listed log signs under the origin of another', () => {
    const other = logSigner(1, 'other.example/log');
    const impostor = new FixtureLog().fillTo(5).checkpoint([other]);
    expect(judgeCheckpoint(policyOf([own, other]), impostor)).toEqual({
      accepted: false,
      reason: 'unknown-log',
    });
  });

  it('none that witnesses signed without the log', () => {
    const [witness = own] = witnesses;
    const unsigned = log.checkpoint([witness]);
    expect(judgeCheckpoint(policyOf([own], witnesses, 1), unsigned)).toMatchObject({ reason: 'unknown-log' });
  });

  it('none with a forged cosignature of a known witness, whether it is needed or not', () => {
    const [witness = own, second = own] = witnesses;
    const forged = { ...signatureOf(witness, log.checkpoint()), name: witness.key.name };
    const note = addSignatures(cosignedBy(1), [forged]);
    const policy = policyOf([own], [witness, second], 1);
    expect(judgeCheckpoint(policy, note)).toEqual({ accepted: false, reason: 'forged' });
    expect(judgeCheckpoint(policy, 'no note')).toEqual({ accepted: false, reason: 'malformed' });
  });

  it('a single witness may be the quorum', () => {
    const policy = read(`log ${logKey}\nwitness w ${keys[0]}\nquorum w\n`);
    expect(judgeCheckpoint(policy, cosignedBy(0)).accepted).toBe(true);
    expect(judgeCheckpoint(policy, cosignedBy(1)).accepted).toBe(false);
  });
});

describe('tlog-policy: the file', () => {
  const witness = `witness w ${keys[0]}`;
  const other = `witness v ${keys[1]}`;
  it.each([
    ['no quorum', `log ${logKey}`, 'one line "quorum"'],
    ['two quorums', 'quorum none\nquorum none', 'line 2 of a policy: is a second quorum'],
    ['a name not defined', 'quorum w', 'names w, which no line before defines'],
    ['a name defined later', `group g any w\n${witness}\nquorum g`, 'line 1 of a policy: names w'],
    ['the name none for a witness', `witness none ${keys[0]}\nquorum none`, 'defines none again'],
    ['the name none in a group', 'group g any none\nquorum g', 'names none'],
    ['a name twice', `${witness}\nwitness w ${keys[1]}\nquorum w`, 'defines w again'],
    [
      'a witness in two groups',
      `${witness}\n${other}\ngroup g any w\ngroup h any w v\nquorum h`,
      'counts w a second time',
    ],
    ['a witness twice in a group', `${witness}\ngroup g any w w\nquorum g`, 'counts w a second time'],
    ['more than there are', `${witness}\ngroup g 2 w\nquorum g`, 'asks for 2 of 1'],
    ['none of some', `${witness}\ngroup g 0 w\nquorum g`, 'asks for 0 of 1'],
    ['a number with a leading zero', `${witness}\ngroup g 01 w\nquorum g`, 'asks for 01 of 1'],
    ['a group without members', 'group g any\nquorum none', 'is "group name all|any|number member …"'],
    ['a witness with a log’s key', `witness w ${logKey}\nquorum w`, 'needs a key of type cosignature'],
    ['a log with a witness’s key', `log ${keys[0]}\nquorum none`, 'needs a key of type ed25519'],
    ['one key under two names', `${witness}\nwitness v ${keys[0]}\nquorum w`, 'repeats a key'],
    ['a log twice', `log ${logKey}\nlog ${logKey}\nquorum none`, 'repeats a key'],
    ['a key that is none', 'log key\nquorum none', 'a verifier key has no name'],
    ['words too many', `log ${logKey} url more\nquorum none`, 'is "log key [url]"'],
    ['another word', 'trust me\nquorum none', 'begins with none of'],
    ['a carriage return', 'quorum none\r', 'has a control character'],
  ])('refuses %s', (_, text, why) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'POLICY_MALFORMED' }));
    expect(() => read(text)).toThrow(why);
  });

  it('names are octets, not characters: K is not the Kelvin sign', () => {
    const text = `witness K ${keys[0]}\nwitness \u212a ${keys[1]}\nquorum \u212a\n`;
    const [, kelvin] = read(`log ${logKey}\n${text}`).witnesses;
    expect(read(text).quorum).toEqual({ kind: 'witness', key: kelvin?.key });
    expect(() =>
      parsePolicy(Uint8Array.of(...utf8(`witness `), 0xff, 0x20, ...utf8(`${keys[0]}\nquorum `), 0xff)),
    ).not.toThrow();
  });

  it('takes 32 logs, witnesses and groups', () => {
    const many = Array.from({ length: 32 }, (_, at) => witnessSigner(`many${at}`));
    const logs = Array.from({ length: 32 }, (_, at) => logSigner(at + 10));
    const text = [
      ...logs.map(({ key }) => `log ${formatVerifierKey(key)}`),
      ...many.map(({ key }, at) => `witness w${at} ${formatVerifierKey(key)}`),
      ...many.map((_, at) => `group g${at} all w${at}`),
      `group top 32 ${many.map((_, at) => `g${at}`).join(' ')}`,
      'quorum top',
    ].join('\n');
    const policy = read(text);
    const note = log.checkpoint([logSigner(41), ...many]);
    expect(judgeCheckpoint(policy, note).accepted).toBe(true);
    expect(judgeCheckpoint(policy, log.checkpoint([logSigner(41), ...many.slice(1)])).accepted).toBe(false);
  });
});
