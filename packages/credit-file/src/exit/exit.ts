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
    'database-disposed': [departmentsWereThere],
  },
  computed: {
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

/** As many departments as the law names. Their offices differ from place to place, so their number is what is compared. Law: XJ-18-3. */
function departmentsWereThere({ act, rulebook }: Matter): Refusal | undefined {
  const { supervisedBy } = act.data as EventData<'database-disposed'>;
  const { value, basis } = rulebook.rights.databaseSupervisors;
  if (new Set(supervisedBy).size >= value.length) return undefined;
  return refuse(
    'SUPERVISION_INCOMPLETE',
    [basis],
    `a database is disposed of under ${value.join('、')}; name an office of each`,
  );
}
