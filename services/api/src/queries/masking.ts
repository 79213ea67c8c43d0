import {
  maskCertificateNumber,
  maskEmail,
  maskPersonName,
  maskPhone,
  maskResidentIdForOfficers,
  redactPersonalValues,
} from '@ledger/public-register';
import { isEventType, latestVersion, type PersonalKind, payloadSchema, personalPaths } from '@ledger/schemas';
import { z } from 'zod';

/** A payload as it may leave, and the paths of what was masked in it. */
export interface MaskedData {
  readonly data: Record<string, unknown>;
  readonly masked: readonly string[];
}

type Mask = (value: string) => string;

const MASKS: Readonly<Record<Exclude<PersonalKind, 'by-field'>, Mask>> = {
  name: maskPersonName,
  'resident-id': maskResidentIdForOfficers,
  mobile: maskPhone,
  certificate: maskCertificateNumber,
  contact: (value) => (value.includes('@') ? maskEmail(value) : maskPhone(value)),
};

/**
 * The payload without a raw personal value: personal fields masked by their kind, free text cleared of ids, numbers and
 * addresses that somebody may have typed into it.
 *
 * Shape:  a new object; `masked` in the schema's order, `seniorManagers[].mobile` for every element.
 * Errors: never throws; a payload of an unknown type or version is left out whole.
 * Law:    conventions of masking (脱敏), in the internal form: the public sees less, by the register.
 */
export function maskedData(type: string, version: number, data: unknown): MaskedData {
  if (!isRecord(data) || !isEventType(type) || payloadSchema(type, version) === undefined) {
    return { data: {}, masked: ['*'] };
  }
  const copy = mapText(data, redactPersonalValues) as Record<string, unknown>;
  const masked: string[] = [];
  for (const { path, kind } of personalPaths(type, version)) {
    const mask = kind === 'by-field' ? maskOfField(data['field']) : MASKS[kind];
    if (mask !== undefined && maskAt(copy, data, path.split('.'), mask)) masked.push(path);
  }
  return { data: copy, masked };
}

/** How the value of an amendment is masked: as the field of the filing that it replaces; one that no filing has is hidden. */
function maskOfField(field: unknown): Mask | undefined {
  const version = latestVersion('filed');
  const personal = personalPaths('filed', version).find(({ path }) => path === field);
  if (personal !== undefined && personal.kind !== 'by-field') return MASKS[personal.kind];
  const filing = payloadSchema('filed', version);
  const isOpen = filing instanceof z.ZodObject && typeof field === 'string' && field in filing.shape;
  return isOpen ? undefined : () => '****';
}

/** Masks what stands at a path, in all elements of its arrays; true when something did. */
function maskAt(copy: unknown, original: unknown, path: readonly string[], mask: Mask): boolean {
  const [step, ...rest] = path;
  if (step === undefined || !isRecord(copy) || !isRecord(original)) return false;
  const name = step.replaceAll('[]', '');
  const [target, source] = [copy[name], original[name]];
  if (!step.endsWith('[]')) {
    if (rest.length > 0) return maskAt(target, source, rest, mask);
    if (typeof source === 'string') copy[name] = mask(source);
    return typeof source === 'string';
  }
  if (!Array.isArray(target) || !Array.isArray(source)) return false;
  const found = source.map((element: unknown, at) => {
    if (rest.length > 0) return maskAt(target[at], element, rest, mask);
    if (typeof element === 'string') target[at] = mask(element);
    return typeof element === 'string';
  });
  return found.includes(true);
}

/** A copy in which every text has gone through `change`. */
function mapText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((element) => mapText(element, change));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapText(member, change)]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
