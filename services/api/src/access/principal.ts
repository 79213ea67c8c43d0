import type { Actor, FileId, Jurisdiction } from '@ledger/schemas';

/** Who asks. The public is nobody in particular and needs no token. */
export type Principal =
  | { readonly role: 'public' }
  | { readonly role: 'officer'; readonly actor: Actor; readonly jurisdiction: Jurisdiction }
  | { readonly role: 'auditor'; readonly actor: Actor }
  | { readonly role: 'agency'; readonly actor: Actor; readonly fileId: FileId };

export type Role = Principal['role'];

export const PUBLIC: Principal = { role: 'public' };

/** Finds out who bears a token; undefined when nobody does. */
export type Tokens = (token: string, fromAddress: string) => Principal | undefined;

/** No token is anybody's: what the ledger runs with until an identity service is named. */
export const noTokens: Tokens = () => undefined;
