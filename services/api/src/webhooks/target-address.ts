import { lookup as lookupName } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';

/** An address of the network. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** All addresses of a name. Errors: what the resolver throws. */
export type Resolve = (name: string) => Promise<readonly ResolvedAddress[]>;

/** Which targets may be called. `public` is the rule; `any` is for a network of one's own, and for tests. */
export type TargetPolicy = 'public' | 'any';

/** Asks the system's resolver. */
export const resolveBySystem: Resolve = (name) => lookupName(name, { all: true, verbatim: true });

/** A target that must not be called, and why, in words its owner may read. */
export class TargetRefused extends Error {
  override readonly name = 'TargetRefused';
}

/**
 * The addresses a target may be reached at; connect to one of these and to nothing a second look-up says.
 *
 * All addresses of the name must be public: one private among them would let the name's owner choose by luck.
 *
 * Errors: `TargetRefused` for a form, a port or an address that is not allowed, and for a name that has no address.
 */
export async function checkTarget(
  target: URL,
  policy: TargetPolicy,
  resolve: Resolve,
): Promise<readonly ResolvedAddress[]> {
  if (target.username !== '' || target.password !== '')
    throw new TargetRefused('has a user or a password in it');
  if (policy === 'public' && target.protocol !== 'https:') throw new TargetRefused('is not https');
  const host = target.hostname.replace(/^\[|\]$/g, '');
  const addresses = ipaddr.isValid(host) ? [literal(host)] : await resolveOrRefuse(host, resolve);
  const inner = addresses.find(({ address }) => policy === 'public' && !isPublic(address));
  if (inner !== undefined) throw new TargetRefused('leads somewhere that is not on the public internet');
  return addresses;
}

/** Whether an address is one of the public internet: no loopback, private, link-local, carrier, tunnel or reserved range. */
export function isPublic(address: string): boolean {
  // An IPv4 address in IPv6 clothes is judged as what it is.
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

function literal(address: string): ResolvedAddress {
  return { address, family: ipaddr.parse(address).kind() === 'ipv6' ? 6 : 4 };
}

async function resolveOrRefuse(host: string, resolve: Resolve): Promise<readonly ResolvedAddress[]> {
  const addresses = await resolve(host).catch(() => []);
  if (addresses.length === 0) throw new TargetRefused('has a name that leads nowhere');
  return addresses;
}
