import type { EventData } from '@ledger/schemas';
import { redactPersonalValues } from './masking/redact.ts';
import type { Dossier } from './row.ts';

type Filing = EventData<'filed'> | EventData<'refiled'>;
type SeniorManager = Filing['seniorManagers'][number];
type Professional = Filing['professionals'][number];

const LEGAL_REPRESENTATIVE = '法定代表人';
const KIND_NOT_STATED = '未注明';

/**
 * What the public may see of a filing.
 *
 * Shape: managers by name and post, professionals only counted by kind of certificate; ids, telephone numbers, addresses and
 *        certificates are not read at all.
 * Law:   XJ-10-2 (脱敏后公示); the legal representative's name is public by company law.
 */
export function dossierOf(filing: Filing): Dossier {
  return {
    uscc: filing.uscc,
    name: filing.agencyName,
    division: filing.registeredArea,
    registeredOn: filing.registeredOn,
    serviceKinds: filing.serviceKinds.map(redactPersonalValues),
    ...managersOf(filing.seniorManagers),
    professionals: countByCertificate(filing.professionals),
  };
}

/** The public form of a changed field, or undefined when the field is not published. */
export function changeOf(dossier: Dossier, field: string, after: unknown): Partial<Dossier> | undefined {
  switch (fieldWord(field)) {
    case 'agencyName':
      return typeof after === 'string' ? { name: after } : undefined;
    case 'registeredArea':
      return typeof after === 'string' ? { division: after } : undefined;
    case 'registeredOn':
      return typeof after === 'string' ? { registeredOn: after } : undefined;
    case 'legalRepresentative':
      return typeof after === 'string' ? replaceLegalRepresentative(dossier, after) : undefined;
    case 'serviceKinds':
      return isListOf(after, isText) ? { serviceKinds: after.map(redactPersonalValues) } : undefined;
    case 'seniorManagers':
      return isListOf(after, isManager) ? managersOf(after) : undefined;
    case 'professionals':
      return isListOf(after, isNamed) ? { professionals: countByCertificate(after) } : undefined;
    default:
      return undefined;
  }
}

/** Fields are written `agency_name` or `agencyName`; this is the second form. */
export function fieldWord(field: string): string {
  return field.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function managersOf(
  managers: readonly SeniorManager[],
): Pick<Dossier, 'seniorManagers' | 'legalRepresentative'> {
  const representative = managers.find((manager) => manager.role === LEGAL_REPRESENTATIVE);
  return {
    seniorManagers: managers.map(({ name, role }) => ({ name, post: role })),
    ...(representative !== undefined && { legalRepresentative: representative.name }),
  };
}

function replaceLegalRepresentative(dossier: Dossier, name: string): Partial<Dossier> {
  const others = dossier.seniorManagers.filter((manager) => manager.post !== LEGAL_REPRESENTATIVE);
  return {
    legalRepresentative: name,
    seniorManagers: [{ name, post: LEGAL_REPRESENTATIVE }, ...others],
  };
}

function countByCertificate(professionals: readonly Professional[]): Dossier['professionals'] {
  const counts = new Map<string, number>();
  for (const { certificateKind = KIND_NOT_STATED } of professionals) {
    counts.set(certificateKind, (counts.get(certificateKind) ?? 0) + 1);
  }
  return [...counts].map(([certificateKind, count]) => ({ certificateKind, count }));
}

function isListOf<Item>(value: unknown, isItem: (item: unknown) => item is Item): value is Item[] {
  return Array.isArray(value) && value.every(isItem);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isManager(value: unknown): value is SeniorManager {
  return isNamed(value) && 'role' in value && isText(value.role);
}

function isNamed(value: unknown): value is Professional {
  return typeof value === 'object' && value !== null && 'name' in value && isText(value.name);
}
