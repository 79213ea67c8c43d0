import type { EventData } from '@ledger/schemas';
import { openCases } from '../cases.ts';
import type { Matter, Process } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';

/**
 * Exit (注销): on application, with the open cases listed; the public page is taken down, the database disposed of under the
 * eyes of the departments that the rulebook names.
 *
 * Law: XJ-18-1 to XJ-18-3.
 */
export const exit: Process = {
  guards: {
    'deregistration-applied': [reasonIsKnown],
    deregistered: [reasonIsKnown],
    'database-disposed': [enoughWereThere],
  },
  formalities: {
    'database-disposed': [everyDepartmentWasThere],
  },
  computed: {
    'dispose-database': ({ act }: Matter) => {
      const { supervisors = [] } = act.data as EventData<'database-disposed'>;
      return { supervisedBy: supervisors.map(({ office }) => office) };
    },
    deregister: ({ file }: Matter) => ({
      openCases: openCases(file.cases)
        .filter(({ kind }) => kind !== 'exit')
        .map(({ id }) => id),
    }),
  },
  consequences: {
    deregistered: () => [{ type: 'unpublished', data: { what: 'public-register' } }],
  },
};

/** An agency leaves for a reason of the law. Law: XJ-18-1. */
function reasonIsKnown({ act, rulebook }: Matter): Refusal | undefined {
  const { reason } = act.data as EventData<'deregistered'>;
  const { value, basis } = rulebook.rights.exitReasons;
  if (value.includes(reason)) return undefined;
  return refuse('GROUND_UNKNOWN', [basis], `${reason} is no reason to leave; there are ${value.join(', ')}`);
}

/** As many offices as the law names departments: an imported history names the offices only. Law: XJ-18-3. */
function enoughWereThere({ act, rulebook }: Matter): Refusal | undefined {
  const { supervisedBy } = act.data as EventData<'database-disposed'>;
  const { value, basis } = rulebook.rights.databaseSupervisors;
  if (new Set(supervisedBy).size >= value.length) return undefined;
  return refuse(
    'SUPERVISION_INCOMPLETE',
    [basis],
    `a database is disposed of under ${value.join('、')}; name an office of each`,
  );
}

/** Each department that the law names has sent an office, and none stands for two. Law: XJ-18-3. */
function everyDepartmentWasThere({ act, rulebook }: Matter): Refusal | undefined {
  const { supervisors = [] } = act.data as EventData<'database-disposed'>;
  const { value, basis } = rulebook.rights.databaseSupervisors;
  const missing = value.filter((department) => !supervisors.some((one) => one.department === department));
  const offices = supervisors
    .filter(({ department }) => value.includes(department))
    .map(({ office }) => office);
  if (missing.length === 0 && new Set(offices).size === offices.length) return undefined;
  const what =
    missing.length === 0 ? 'one office stands for two departments' : `${missing.join('、')} was not there`;
  return refuse(
    'SUPERVISION_INCOMPLETE',
    [basis],
    `a database is disposed of under ${value.join('、')}, and ${what}; name an office of each`,
  );
}
