/** Who makes a call. */
export type Principal =
  /** Everybody, on a connection without TLS: nothing is checked there. */
  | { readonly kind: 'system' }
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'user'; readonly login: string; readonly groups: readonly string[] };

export const SYSTEM: Principal = { kind: 'system' };
export const ANONYMOUS: Principal = { kind: 'anonymous' };

/** Members may do whatever can be allowed at all. */
export const ADMINISTRATORS = '$admins';
/** Members may run the node. */
export const OPERATORS = '$ops';
/** Logins of the two users that every node begins with. */
export const ADMIN = 'admin';
export const OPS = 'ops';

/** The name under which a principal is shown. */
export function nameOf(principal: Principal): string {
  return principal.kind === 'user' ? principal.login : principal.kind;
}

/** Whether a role names this principal: by its login, or by a group it belongs to. */
export function hasRole(principal: Principal, role: string): boolean {
  return principal.kind === 'user' && (principal.login === role || principal.groups.includes(role));
}

/** Whether this principal passes every list: by its group, or as the first user, whatever its groups are. */
export function isAdministrator(principal: Principal): boolean {
  return principal.kind === 'system' || hasRole(principal, ADMINISTRATORS) || hasRole(principal, ADMIN);
}

/** Whether this principal may run the node. */
export function isOperator(principal: Principal): boolean {
  return isAdministrator(principal) || hasRole(principal, OPERATORS) || hasRole(principal, OPS);
}
