import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';
import type { TlsIdentity } from '../grpc/server.ts';
import {
  bitString,
  generalizedTime,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  tagged,
  trueValue,
  utf8String,
} from './der.ts';

export interface SelfSignedOptions {
  /** Names and IPv4 addresses under which clients will ask for the node. */
  readonly hosts: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

const ECDSA_WITH_SHA256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));
const COMMON_NAME = '2.5.4.3';
const BASIC_CONSTRAINTS = '2.5.29.19';
const SUBJECT_ALT_NAME = '2.5.29.17';
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;
const VERSION_3 = tagged(0xa0, integer(Buffer.from([2])));
const EXTENSIONS = 0xa3;

const DAY_MS = 86_400_000;
const VALID_DAYS = 3650;

/**
 * A new key and a certificate for it that vouches for itself: clients are given the certificate as the authority to trust.
 *
 * Shape: PEM; ECDSA on P-256; valid from a day before `now`, for ten years, as a server of `hosts`.
 */
export function createSelfSigned({ hosts, now }: SelfSignedOptions): TlsIdentity {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(set(sequence(objectIdentifier(COMMON_NAME), utf8String(hosts[0] ?? 'node'))));
  const validity = sequence(generalizedTime(now - DAY_MS), generalizedTime(now + VALID_DAYS * DAY_MS));
  const extensions = sequence(
    sequence(objectIdentifier(BASIC_CONSTRAINTS), trueValue, octetString(sequence(trueValue))),
    sequence(objectIdentifier(SUBJECT_ALT_NAME), octetString(sequence(...hosts.map(hostName)))),
  );
  // RFC 5280 §4.1; the certificate is its own issuer.
  const toBeSigned = sequence(
    VERSION_3,
    integer(randomBytes(16)),
    ECDSA_WITH_SHA256,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(EXTENSIONS, extensions),
  );
  const certificate = sequence(
    toBeSigned,
    ECDSA_WITH_SHA256,
    bitString(sign('sha256', toBeSigned, privateKey)),
  );
  return {
    cert: pem('CERTIFICATE', certificate),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function hostName(host: string): Buffer {
  return isIPv4(host)
    ? tagged(IP_ADDRESS, Buffer.from(host.split('.').map(Number)))
    : tagged(DNS_NAME, Buffer.from(host));
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
