import type { Answer, OutsideFacts } from '@ledger/credit-file';
import type { FileId } from '@ledger/schemas';

/** Who answers for what the file of an agency does not say itself. */
export interface FactsSource {
  /**
   * What this source knows of the agency of a file.
   *
   * Shape:  fields it does not answer for are absent; whom it asks, and in what words it answered, stands in `told`.
   * Errors: what its own store throws; the verification is made when it can be asked again.
   */
  factsOf(fileId: FileId): Promise<OutsideFacts>;
}

/**
 * One source out of several.
 *
 * Shape: an answer against the agency weighs more than one for it, whoever gave it; else the first that answered speaks.
 *        Roles that stand on any list are told together.
 */
export function factsFrom(...sources: readonly FactsSource[]): FactsSource {
  return {
    async factsOf(fileId) {
      const answers = await Promise.all(sources.map((source) => source.factsOf(fileId)));
      return answers.reduce(bothOf, {});
    },
  };
}

function bothOf(one: OutsideFacts, other: OutsideFacts): OutsideFacts {
  const licence = weightier(one, other, 'licenceStands', false);
  const listed = weightier(one, other, 'agencyListed', true);
  const scoped = one.approvedScope === undefined ? other : one;
  const roles = [...new Set([...(one.listedRoles ?? []), ...(other.listedRoles ?? [])])];
  const rolesKnown = one.listedRoles !== undefined || other.listedRoles !== undefined;
  const onList = [one, other].find(({ listedRoles = [] }) => listedRoles.length > 0);
  const rolesTold = (onList ?? (one.listedRoles === undefined ? other : one)).told?.listedRoles;
  return {
    ...(licence.licenceStands !== undefined && { licenceStands: licence.licenceStands }),
    ...(scoped.approvedScope !== undefined && { approvedScope: scoped.approvedScope }),
    ...(listed.agencyListed !== undefined && { agencyListed: listed.agencyListed }),
    ...(rolesKnown && { listedRoles: roles }),
    told: {
      ...toldOf('licenceStands', licence.told?.licenceStands),
      ...toldOf('approvedScope', scoped.told?.approvedScope),
      ...toldOf('agencyListed', listed.told?.agencyListed),
      ...toldOf('listedRoles', rolesTold),
    },
    noted: [...(one.noted ?? []), ...(other.noted ?? [])],
  };
}

/** The side whose answer to a question counts. */
function weightier(
  one: OutsideFacts,
  other: OutsideFacts,
  question: 'licenceStands' | 'agencyListed',
  against: boolean,
): OutsideFacts {
  if (one[question] === against) return one;
  return other[question] === against || one[question] === undefined ? other : one;
}

function toldOf(fact: string, answer: Answer | undefined): Readonly<Record<string, Answer>> {
  return answer === undefined ? {} : { [fact]: answer };
}
