import type { EventData } from '@ledger/schemas';
import { clockOf } from '../process/clock.ts';
import type { Consequence, Matter, Process } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';

/**
 * The credit commitment (信用承诺): in the form and on the subjects that the rulebook asks for, its fulfilment tracked every
 * year, both public; a breach names the clause.
 *
 * Law: XJ-8-9, XJ-15-2; LNO-2.1-7, LNO-2.6-5, LNO-3.3-1; LNR-19; ND-3.2-1 to ND-3.2-3; ZY-5-5.
 */
export const commitment: Process = {
  guards: {
    committed: [formIsKept, subjectsAreCovered],
    'commitment-breached': [clauseWasCommitted],
  },
  consequences: {
    committed: showFulfilment,
    'commitment-checked': showFulfilment,
  },
  clocks: ({ commitment: given, standing }, law) =>
    standing.status === 'on-file'
      ? clockOf(
          'commitment-check',
          law.rulebook.discipline.commitmentCheck,
          given?.checkedAt ?? given?.committedAt,
          law,
        )
      : [],
};

/** Signed by whom the law names, and sealed where it asks for a seal. Law: XJ-8-9. */
function formIsKept({ act, rulebook }: Matter): Refusal | undefined {
  const { signedBy, sealed } = act.data as EventData<'committed'>;
  const form = rulebook.filing.commitmentForm;
  if (form === undefined) return undefined;
  const { signedBy: signatory = signedBy, sealed: sealNeeded } = form.value;
  if (signatory === signedBy && (sealed || !sealNeeded)) return undefined;
  return refuse(
    'COMMITMENT_INCOMPLETE',
    [form.basis],
    `a commitment is signed by ${signatory}${sealNeeded ? ' and sealed' : ''}; send it in that form`,
  );
}

/** All the subjects, none left out. Law: LNO-2.1-7. */
function subjectsAreCovered({ act, rulebook }: Matter): Refusal | undefined {
  const { clauses } = act.data as EventData<'committed'>;
  const { value, basis } = rulebook.filing.commitmentClauses;
  const missing = value.filter((clause) => !clauses.includes(clause));
  if (missing.length === 0) return undefined;
  return refuse(
    'COMMITMENT_INCOMPLETE',
    [basis],
    `the commitment leaves out ${missing.join('、')}; it covers ${value.join('、')}`,
  );
}

/** Only what was promised can be breached. Law: XJ-15-2, LNO-3.3-1. */
function clauseWasCommitted({ file, act }: Matter): Refusal | undefined {
  const { clause } = act.data as EventData<'commitment-breached'>;
  const clauses = file.commitment?.clauses ?? [];
  if (clauses.includes(clause)) return undefined;
  return refuse(
    'CLAUSE_NOT_COMMITTED',
    act.basis,
    `${clause} is no clause of the commitment; there are ${clauses.join('、')}`,
  );
}

/** The public reads the commitment and how it is kept, once there is a page. Law: LNO-2.6-2, LNR-19-2, ND-3.2-3. */
function showFulfilment({ file, rulebook }: Matter): readonly Consequence[] {
  if (file.standing.status !== 'on-file') return [];
  const maskedFields = [...rulebook.disclosure.maskedFields.value];
  return [{ type: 'published', data: { projection: 'commitment', desensitised: true, maskedFields } }];
}
