import { type Jurisdiction, parseFileId } from '@ledger/schemas';
import type { Principal, Tokens } from './principal.ts';

const PREFIX = 'dev-token-';
/** 127.0.0.0/8, ::1, and the former as an IPv6 socket reports it. */
const LOOPBACK = /^(?:::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$|^::1$/;

/**
 * Tokens that anyone on this machine can make up: `dev-token-officer-‹division›`, `dev-token-auditor`,
 * `dev-token-agency-‹file id›`. For a demonstration and for development only; from any other machine they are nobody's.
 *
 * Shape: an officer's division is a GB/T 2260 code, and its province (or Zhangye's prefecture) the jurisdiction.
 */
export const developmentTokens: Tokens = (token, fromAddress) => {
  if (!token.startsWith(PREFIX) || !LOOPBACK.test(fromAddress)) return undefined;
  const [kind, ...rest] = token.slice(PREFIX.length).split('-');
  const id = rest.join('-');
  switch (kind) {
    case 'officer':
      return officerOf(id);
    case 'auditor':
      return id === ''
        ? { role: 'auditor', actor: { kind: 'department', id: 'dev-auditor', org: 'dev-audit' } }
        : undefined;
    case 'agency':
      return agencyOf(id);
    default:
      return undefined;
  }
};

function officerOf(division: string): Principal | undefined {
  if (!/^\d{6}$/.test(division)) return undefined;
  return {
    role: 'officer',
    jurisdiction: jurisdictionOf(division),
    actor: { kind: 'authority', id: `dev-officer-${division}`, org: `authority-${division}`, division },
  };
}

function agencyOf(text: string): Principal | undefined {
  const parsed = parseFileId(text);
  if (parsed === undefined) return undefined;
  return {
    role: 'agency',
    fileId: parsed.fileId,
    actor: { kind: 'agency', id: `dev-agency-${parsed.fileId}`, org: parsed.uscc },
  };
}

/** The rulebooks' territories are provinces, but for Zhangye, which is a prefecture. */
function jurisdictionOf(division: string): Jurisdiction {
  return (division.startsWith('6207') ? '620700' : `${division.slice(0, 2)}0000`) as Jurisdiction;
}
