import { COMMAND_NAMES, COMMANDS, type CommandWord, type FileId } from '@ledger/schemas';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../http/api-error.ts';
import { principalOf } from './bearer.ts';
import { commandPolicyOf } from './command-policy.ts';
import { developmentTokens } from './development-tokens.ts';
import { authorise, type Policy, QUERY_POLICIES, type QueryAction, visibleUnder } from './policy.ts';
import { type Principal, PUBLIC } from './principal.ts';

const OWN = '650000-91650102MAFAKE019H' as FileId;
const NEIGHBOUR = '650000-91650203MAFAKE0270' as FileId;
const ELSEWHERE = '210000-91210102MAFAKE166P' as FileId;

function bearer(token: string): Principal {
  return principalOf(`Bearer ${token}`, '127.0.0.1', developmentTokens);
}

const WHO = {
  public: PUBLIC,
  officer: bearer('dev-token-officer-650100'),
  auditor: bearer('dev-token-auditor'),
  agency: bearer(`dev-token-agency-${OWN}`),
} as const;

function codeOf(principal: Principal, policy: Policy, fileId?: FileId): string {
  try {
    authorise(principal, policy, fileId);
    return 'permitted';
  } catch (error) {
    return error instanceof ApiError ? error.code : 'unexpected';
  }
}

type Cell = 'permitted' | 'NOT_PERMITTED' | 'AUTHENTICATION_REQUIRED';
const YES = 'permitted';
const NO = 'NOT_PERMITTED';
const WHO_ARE_YOU = 'AUTHENTICATION_REQUIRED';

/** Written down from the contract, not from the policies: role, then own file, a neighbour's, one of another jurisdiction. */
const EXPECTED: Readonly<
  Record<QueryAction, Readonly<Record<keyof typeof WHO, readonly [Cell, Cell, Cell]>>>
> = {
  'register.read': {
    public: [YES, YES, YES],
    officer: [YES, YES, YES],
    auditor: [YES, YES, YES],
    agency: [YES, YES, YES],
  },
  'file.read': {
    public: [WHO_ARE_YOU, WHO_ARE_YOU, WHO_ARE_YOU],
    officer: [YES, YES, NO],
    auditor: [YES, YES, YES],
    agency: [YES, NO, NO],
  },
  'credit-report.read': {
    public: [WHO_ARE_YOU, WHO_ARE_YOU, WHO_ARE_YOU],
    officer: [YES, YES, NO],
    auditor: [YES, YES, YES],
    agency: [YES, NO, NO],
  },
  'provenance.read': {
    public: [WHO_ARE_YOU, WHO_ARE_YOU, WHO_ARE_YOU],
    officer: [YES, YES, NO],
    auditor: [YES, YES, YES],
    agency: [YES, NO, NO],
  },
  'worklist.read': {
    public: [WHO_ARE_YOU, WHO_ARE_YOU, WHO_ARE_YOU],
    officer: [YES, YES, NO],
    auditor: [NO, NO, NO],
    agency: [NO, NO, NO],
  },
  'grade.read': {
    public: [WHO_ARE_YOU, WHO_ARE_YOU, WHO_ARE_YOU],
    officer: [YES, YES, NO],
    auditor: [YES, YES, YES],
    agency: [NO, NO, NO],
  },
  'audit.read': {
    public: [WHO_ARE_YOU, WHO_ARE_YOU, WHO_ARE_YOU],
    officer: [NO, NO, NO],
    auditor: [YES, YES, YES],
    agency: [NO, NO, NO],
  },
  'statistics.read': {
    public: [WHO_ARE_YOU, WHO_ARE_YOU, WHO_ARE_YOU],
    officer: [YES, YES, NO],
    auditor: [YES, YES, YES],
    agency: [NO, NO, NO],
  },
  'feed.register': {
    public: [YES, YES, YES],
    officer: [YES, YES, YES],
    auditor: [YES, YES, YES],
    agency: [YES, YES, YES],
  },
  'feed.acknowledge': {
    public: [WHO_ARE_YOU, WHO_ARE_YOU, WHO_ARE_YOU],
    officer: [YES, YES, YES],
    auditor: [YES, YES, YES],
    agency: [YES, YES, YES],
  },
  'webhooks.own': {
    public: [WHO_ARE_YOU, WHO_ARE_YOU, WHO_ARE_YOU],
    officer: [YES, YES, YES],
    auditor: [YES, YES, YES],
    agency: [YES, YES, YES],
  },
  'acknowledgements.read': {
    public: [WHO_ARE_YOU, WHO_ARE_YOU, WHO_ARE_YOU],
    officer: [NO, NO, NO],
    auditor: [YES, YES, YES],
    agency: [NO, NO, NO],
  },
  'feed.grade': {
    public: [WHO_ARE_YOU, WHO_ARE_YOU, WHO_ARE_YOU],
    officer: [YES, YES, NO],
    auditor: [YES, YES, YES],
    agency: [NO, NO, NO],
  },
  'feed.audit': {
    public: [WHO_ARE_YOU, WHO_ARE_YOU, WHO_ARE_YOU],
    officer: [NO, NO, NO],
    auditor: [YES, YES, YES],
    agency: [NO, NO, NO],
  },
};

describe('LNR-15-1: who may ask what', () => {
  const cells = Object.entries(EXPECTED).flatMap(([action, row]) =>
    Object.entries(row).flatMap(([role, outcomes]) =>
      [OWN, NEIGHBOUR, ELSEWHERE].map((fileId, at) => ({ action, role, fileId, outcome: outcomes[at] })),
    ),
  );
  it.each(cells)('$action of $fileId by the $role: $outcome', ({ action, role, fileId, outcome }) => {
    expect(codeOf(WHO[role as keyof typeof WHO], QUERY_POLICIES[action as QueryAction], fileId)).toBe(
      outcome,
    );
  });

  it('a list is filtered by the same rule that a single file is judged by', () => {
    for (const policy of Object.values(QUERY_POLICIES)) {
      for (const principal of Object.values(WHO)) {
        const isVisible = visibleUnder(policy, principal);
        for (const fileId of [OWN, NEIGHBOUR, ELSEWHERE]) {
          expect(isVisible(fileId)).toBe(codeOf(principal, policy, fileId) === 'permitted');
        }
      }
    }
  });
});

describe('who may command what', () => {
  it.each(COMMAND_NAMES)('%s is for whom its word names, in their own files, and for nobody else', (name) => {
    const word: CommandWord = COMMANDS[name];
    const policy = commandPolicyOf(name);
    const outcomes = (principal: Principal) =>
      [OWN, NEIGHBOUR, ELSEWHERE].map((fileId) => codeOf(principal, policy, fileId));
    const ofAgencies = word.onFileOf === 'another' ? [NO, YES, NO] : [YES, NO, NO];
    expect(outcomes(WHO.agency)).toEqual(word.by.includes('agency') ? ofAgencies : [NO, NO, NO]);
    expect(outcomes(WHO.officer)).toEqual(word.by.includes('authority') ? [YES, YES, NO] : [NO, NO, NO]);
    expect(outcomes(WHO.auditor)).toEqual([NO, NO, NO]);
    expect(outcomes(WHO.public)).toEqual([WHO_ARE_YOU, WHO_ARE_YOU, WHO_ARE_YOU]);
  });

  it('every policy has an id of its own', () => {
    const ids = [...Object.values(QUERY_POLICIES), ...COMMAND_NAMES.map(commandPolicyOf)].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('a development token', () => {
  it.each([
    'dev-token-officer',
    'dev-token-officer-65',
    'dev-token-officer-650100-x',
    'dev-token-auditor-x',
    'dev-token-agency-650000',
    'dev-token-system',
    'dev-token-',
    '',
  ])('is nobody when it reads %j', (token) => expect(developmentTokens(token, '127.0.0.1')).toBeUndefined());

  it.each(['10.0.0.1', '192.168.1.5', '::ffff:10.0.0.1', '2001:db8::1', '128.0.0.1'])(
    'is nobody from %s',
    (address) => expect(developmentTokens('dev-token-auditor', address)).toBeUndefined(),
  );

  it.each(['127.0.0.1', '::1', '::ffff:127.0.0.1', '127.9.9.9'])('is somebody from %s', (address) =>
    expect(developmentTokens('dev-token-auditor', address)).toMatchObject({ role: 'auditor' }),
  );

  it('names an officer of Zhangye as one of Zhangye, and one of Ürümqi as one of Xinjiang', () => {
    expect(bearer('dev-token-officer-620702')).toMatchObject({ jurisdiction: '620700' });
    expect(bearer('dev-token-officer-650102')).toMatchObject({ jurisdiction: '650000' });
    expect(bearer('dev-token-officer-000000')).toMatchObject({ jurisdiction: '000000' });
  });
});

describe('an Authorization header', () => {
  it('that is absent means the public', () =>
    expect(principalOf(undefined, '127.0.0.1', developmentTokens)).toBe(PUBLIC));

  it.each([
    '',
    'Bearer',
    'Bearer ',
    'Basic dXNlcjpwYXNz',
    'dev-token-auditor',
    'Bearer a b',
    'Bearer nobody',
  ])('that reads %j is refused, and never taken for the public', (header) =>
    expect(() => principalOf(header, '127.0.0.1', developmentTokens)).toThrow(ApiError),
  );
});
