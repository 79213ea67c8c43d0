import { equalBytes, textOf } from './bytes.ts';
import { parseDecimal } from './counts.ts';
import { TransparencyLogError } from './errors.ts';
import type { Policy, PolicyKey, Quorum } from './policy.ts';
import { parseVerifierKey, type SignatureType } from './verifier-key.ts';

/**
 * The policy in a file: lines `log`, `witness`, `group`, and exactly one `quorum`.
 *
 * Shape:  names are octets and compared as such; comments and empty lines are left out. What is used is defined on
 *         a line before, and a name counts into one group at most.
 * Errors: throws POLICY_MALFORMED with the number of the line.
 * @see https://c2sp.org/tlog-policy#policy-file-syntax-and-structure
 */
export function parsePolicy(file: Uint8Array): Policy {
  const draft: Draft = { logs: [], witnesses: [], named: new Map(), members: new Set() };
  const lines = octetText(file).split('\n');
  lines.forEach((line, at) => {
    try {
      takeLine(draft, line);
    } catch (error) {
      if (!(error instanceof TransparencyLogError)) throw error;
      const message = `line ${at + 1} of a policy: ${error.message}`;
      throw new TransparencyLogError('POLICY_MALFORMED', message, { cause: error });
    }
  });
  if (draft.quorum === undefined) throw refused('a policy has one line "quorum"');
  return { logs: draft.logs, witnesses: draft.witnesses, quorum: draft.quorum };
}

/** A policy of which some lines are read. */
interface Draft {
  readonly logs: PolicyKey[];
  readonly witnesses: PolicyKey[];
  readonly named: Map<string, Quorum>;
  /** Names that are members of a group already. */
  readonly members: Set<string>;
  quorum?: Quorum;
}

const NO_QUORUM = 'none';

function takeLine(draft: Draft, line: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the format forbids
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(line)) throw refused('has a control character');
  const [keyword, ...words] = line.split(/[ \t]+/).filter((word) => word !== '');
  if (keyword === undefined || keyword.startsWith('#')) return;
  const take = LINES[keyword];
  if (take === undefined) throw refused('begins with none of log, witness, group, quorum');
  take(draft, words);
}

const LINES: Readonly<Record<string, (draft: Draft, words: readonly string[]) => void>> = {
  log: (draft, [key, url, ...more]) => {
    if (key === undefined || more.length > 0) throw refused('is "log key [url]"');
    addKey(draft.logs, policyKey(key, url, 'ed25519'));
  },

  witness: (draft, [name, key, url, ...more]) => {
    if (name === undefined || key === undefined || more.length > 0)
      throw refused('is "witness name key [url]"');
    const witness = policyKey(key, url, 'cosignature');
    addKey(draft.witnesses, witness);
    define(draft, name, { kind: 'witness', key: witness.key });
  },

  group: (draft, [name, count, ...names]) => {
    if (name === undefined || count === undefined || names.length === 0)
      throw refused('is "group name all|any|number member …"');
    const members = names.map((member) => memberOf(draft, member));
    const threshold = count === 'all' ? names.length : count === 'any' ? 1 : parseDecimal(count);
    if (threshold === undefined || threshold < 1 || threshold > names.length)
      throw refused(`asks for ${count} of ${names.length}`);
    define(draft, name, { kind: 'group', threshold, members });
  },

  quorum: (draft, [name, ...more]) => {
    if (name === undefined || more.length > 0) throw refused('is "quorum name"');
    if (draft.quorum !== undefined) throw refused('is a second quorum');
    draft.quorum = name === NO_QUORUM ? { kind: 'none' } : defined(draft, name);
  },
};

function policyKey(octets: string, url: string | undefined, type: SignatureType): PolicyKey {
  const text = textOf(Uint8Array.from(octets, (octet) => octet.charCodeAt(0)));
  const key = parseVerifierKey(text ?? '');
  if (key.type !== type) throw refused(`needs a key of type ${type}`);
  return url === undefined ? { key } : { key, url };
}

function addKey(keys: PolicyKey[], added: PolicyKey): void {
  // Two names for one key would let one party count twice.
  if (keys.some(({ key }) => equalBytes(key.publicKey, added.key.publicKey))) throw refused('repeats a key');
  keys.push(added);
}

function define(draft: Draft, name: string, quorum: Quorum): void {
  if (name === NO_QUORUM || draft.named.has(name)) throw refused(`defines ${name} again`);
  draft.named.set(name, quorum);
}

function defined({ named }: Draft, name: string): Quorum {
  const quorum = named.get(name);
  if (quorum === undefined) throw refused(`names ${name}, which no line before defines`);
  return quorum;
}

function memberOf(draft: Draft, name: string): Quorum {
  const quorum = defined(draft, name);
  if (draft.members.has(name)) throw refused(`counts ${name} a second time`);
  draft.members.add(name);
  return quorum;
}

/** One character for each octet, so that names which differ in their octets differ here. */
function octetText(bytes: Uint8Array): string {
  let text = '';
  for (const octet of bytes) text += String.fromCharCode(octet);
  return text;
}

function refused(why: string): TransparencyLogError {
  return new TransparencyLogError('POLICY_MALFORMED', why);
}
