import type { FileId } from '@ledger/schemas';
import { parseFileId } from '@ledger/schemas';
import { ApiError } from '../http/api-error.ts';
import type { Principal, Role } from './principal.ts';

/** How far a permission reaches: everything, the files of one's own jurisdiction, one's own file, or the others there. */
export type Reach = 'any' | 'own-jurisdiction' | 'own-file' | 'others-file';

/** Who may do one thing. A role that is not named may not. */
export interface Policy {
  /** Named by a 403 and by the documentation; never given to another policy. */
  readonly id: string;
  readonly grants: Readonly<Partial<Record<Role, Reach>>>;
}

/** What is open to everyone. */
const PUBLIC_RECORD = { public: 'any', officer: 'any', auditor: 'any', agency: 'any' } as const;

/** Every query and feed, and who may ask it. */
export const QUERY_POLICIES = {
  'register.read': { id: 'register-is-public', grants: PUBLIC_RECORD },
  'file.read': {
    id: 'file-for-its-parties',
    grants: { officer: 'own-jurisdiction', auditor: 'any', agency: 'own-file' },
  },
  'credit-report.read': {
    id: 'credit-report-for-its-users',
    grants: { officer: 'own-jurisdiction', auditor: 'any', agency: 'own-file' },
  },
  'provenance.read': {
    id: 'provenance-for-its-parties',
    grants: { officer: 'own-jurisdiction', auditor: 'any', agency: 'own-file' },
  },
  'grade.read': { id: 'grade-for-supervisors', grants: { officer: 'own-jurisdiction', auditor: 'any' } },
  'audit.read': { id: 'audit-for-auditors', grants: { auditor: 'any' } },
  'worklist.read': { id: 'worklist-for-officers', grants: { officer: 'own-jurisdiction' } },
  'statistics.read': {
    id: 'statistics-for-supervisors',
    grants: { officer: 'own-jurisdiction', auditor: 'any' },
  },
  'feed.register': { id: 'register-feed-is-public', grants: PUBLIC_RECORD },
  'feed.grade': { id: 'grade-feed-for-supervisors', grants: { officer: 'own-jurisdiction', auditor: 'any' } },
  'feed.audit': { id: 'audit-feed-for-auditors', grants: { auditor: 'any' } },
  'feed.acknowledge': {
    id: 'acknowledgement-by-subscribers',
    grants: { officer: 'any', auditor: 'any', agency: 'any' },
  },
  'webhooks.own': {
    id: 'webhooks-by-subscribers',
    grants: { officer: 'any', auditor: 'any', agency: 'any' },
  },
  'acknowledgements.read': { id: 'acknowledgements-for-auditors', grants: { auditor: 'any' } },
} as const satisfies Readonly<Record<string, Policy>>;

export type QueryAction = keyof typeof QUERY_POLICIES;

/**
 * Admits a principal to what a policy covers, on a file where it concerns one.
 *
 * Errors: AUTHENTICATION_REQUIRED when the public asks for more than is public; NOT_PERMITTED, naming the policy.
 */
export function authorise(principal: Principal, policy: Policy, fileId?: FileId): void {
  const reach = policy.grants[principal.role];
  if (reach === undefined && principal.role === 'public') {
    throw new ApiError(
      'AUTHENTICATION_REQUIRED',
      `The policy ${policy.id} opens this to ${audienceOf(policy)}. Send Authorization: Bearer ‹token›.`,
      { policy: policy.id },
    );
  }
  if (reach === undefined || !reaches(reach, principal, fileId)) {
    throw new ApiError('NOT_PERMITTED', `The policy ${policy.id} opens this to ${audienceOf(policy)}.`, {
      policy: policy.id,
    });
  }
}

/** Which files of a list the principal may see under a policy that it was admitted to. */
export function visibleUnder(policy: Policy, principal: Principal): (fileId: string | null) => boolean {
  const reach = policy.grants[principal.role];
  if (reach === 'any') return () => true;
  return (fileId) => reach !== undefined && fileId !== null && reaches(reach, principal, fileId);
}

function reaches(reach: Reach, principal: Principal, fileId: string | undefined): boolean {
  // A list names no file: its rows are filtered by `visibleUnder` instead.
  if (reach === 'any' || fileId === undefined) return true;
  if (reach === 'own-file') return principal.role === 'agency' && principal.fileId === fileId;
  if (reach === 'others-file') return principal.role === 'agency' && isNeighbour(principal.fileId, fileId);
  return principal.role === 'officer' && parseFileId(fileId)?.jurisdiction === principal.jurisdiction;
}

/** A file of another agency in the same jurisdiction. */
function isNeighbour(own: FileId, other: string): boolean {
  return own !== other && parseFileId(own)?.jurisdiction === parseFileId(other)?.jurisdiction;
}

const AUDIENCES: Readonly<Record<Role, string>> = {
  public: 'everyone',
  officer: 'officers',
  auditor: 'auditors',
  agency: 'agencies',
};
const REACHES: Readonly<Record<Reach, string>> = {
  any: '',
  'own-jurisdiction': ' of the jurisdiction',
  'own-file': ' for their own file',
  'others-file': ' for the file of another agency of their jurisdiction',
};

function audienceOf(policy: Policy): string {
  return Object.entries(policy.grants)
    .map(([role, reach]) => `${AUDIENCES[role as Role]}${REACHES[reach]}`)
    .join(', ');
}
