import type { EventData } from '@ledger/schemas';
import type { Matter, Process } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';

/**
 * Supply and use of credit information (信息共享、查询): that it happened, by whom, in which form. The data never enter.
 *
 * Law: XJ-27-1, XJ-27-2; LNO-2.3-1 to LNO-2.4-2; LNR-13-2, LNR-21-1; ND-2.1-1, ND-2.3-1; ZY-2.2-1, ZY-2.4-1.
 */
export const sharing: Process = {
  guards: { 'data-shared': [isDeclaredTrue] },
  formalities: {
    'data-shared': [formIsKnown],
    checked: [matterIsKnown],
  },
};

/** Whoever supplies answers for legality, truth and accuracy. Law: XJ-27-2, LNR-13-2. */
function isDeclaredTrue({ act }: Matter): Refusal | undefined {
  const { declaredTrue } = act.data as EventData<'data-shared'>;
  if (declaredTrue) return undefined;
  return refuse(
    'NOT_DECLARED_TRUE',
    act.basis,
    'declare with each push that the information is lawful, true and accurate',
  );
}

/** Law: LNO-2.3-2. */
function formIsKnown({ act, rulebook }: Matter): Refusal | undefined {
  const { form } = act.data as EventData<'data-shared'>;
  const forms = rulebook.sharing?.supplyForms;
  if (forms === undefined || (form !== undefined && forms.value.includes(form))) return undefined;
  return refuse(
    'SUPPLY_FORM_UNKNOWN',
    [forms.basis],
    `name the form of the supply, one of ${forms.value.join('、')}`,
  );
}

/** A department looks an agency up in a matter that the law names. Law: LNR-21-1, LNO-2.4-2; ZY-3-1. */
function matterIsKnown({ act, rulebook }: Matter): Refusal | undefined {
  const { matter } = act.data as EventData<'checked'>;
  const known = rulebook.sharing?.checkMatters ?? [];
  if (act.actor.kind !== 'department' || known.length === 0) return undefined;
  if (known.some(({ value }) => value.includes(matter))) return undefined;
  return refuse(
    'MATTER_UNKNOWN',
    known.map(({ basis }) => basis),
    `${matter} is no matter of a look-up; there are ${known.flatMap(({ value }) => value).join('、')}`,
  );
}
