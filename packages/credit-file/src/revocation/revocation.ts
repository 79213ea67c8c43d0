import type { EventData } from '@ledger/schemas';
import { runningListings } from '../credit-file.ts';
import { publication } from '../filing/filing.ts';
import type { Consequence, Matter, Process } from '../process/process.ts';
import { type Refusal, refuse } from '../process/refusal.ts';
import { barClock, barIsOver, barOf, barRuns, barStands, expiryDuty, groundCarriesBar } from './bar.ts';

/**
 * Revocation, the bar behind it, and restoration (撤销建档).
 *
 * A revocation replaces the public page by a notice and deletes nothing (G-11); the bar follows only the ground that
 * carries one (G-02), counted from the day of service (G-01).
 *
 * Law: XJ-11-2, XJ-15-1 to XJ-15-5.
 */
export const revocation: Process = {
  guards: {
    revoked: [groundStands],
    barred: [groundCarriesBar],
    'bar-expired': [barStands, barIsOver],
    'filing-rejected': [barRuns],
    restored: [namesTheRevocationInForce],
  },
  computed: {
    revoke: ({ act }: Matter) => ({ automatic: act.actor.kind === 'system' }),
    restore: ({ file }: Matter) => ({
      reversesType: 'revoked',
      ...(file.standing.status === 'revoked' ? { reversesEventId: file.standing.eventId } : {}),
    }),
    'expire-bar': ({ file }: Matter) => ({ barLastDay: file.bar?.lastDay }),
    'reject-filing': ({ file }: Matter) => (file.bar === undefined ? {} : { barLastDay: file.bar.lastDay }),
  },
  consequences: {
    revoked: (matter) => [
      ...barOf(matter),
      ...referralOf(matter),
      publication('revocation-notice', matter.rulebook),
    ],
    restored: ({ rulebook }) => [publication('public-register', rulebook)],
  },
  clocks: barClock,
  duties: expiryDuty,
};

/** The matter goes to the organ that the ground names. Law: XJ-15-4. */
function referralOf({ act, rulebook }: Matter): readonly Consequence[] {
  const { ground } = act.data as EventData<'revoked'>;
  const known = rulebook.discipline.revocationGrounds.find(({ value }) => value.code === ground);
  if (known?.value.referTo === undefined) return [];
  return [
    { type: 'referred', data: { to: known.value.referTo, reason: known.value.title }, basis: known.basis },
  ];
}

/** The acts that a ground presupposes stand on the file, in that order. Law: XJ-11-2, XJ-15-1 to XJ-15-4. */
function groundStands({ file, act, rulebook }: Matter): Refusal | undefined {
  const { ground } = act.data as EventData<'revoked'>;
  const known = rulebook.discipline.revocationGrounds.find(({ value }) => value.code === ground);
  if (known === undefined) {
    return refuse('GROUND_UNKNOWN', act.basis, `${ground} is no ground of revocation under ${rulebook.id}`);
  }
  const missing = firstMissing(known.value.after, file.acts);
  if (missing !== undefined) {
    return refuse(
      'GROUND_NOT_PROVEN',
      [known.basis],
      `a revocation on ${ground} presupposes ${missing}, which the file lacks`,
    );
  }
  const needsListing = known.value.after.includes('listed');
  if (needsListing && !runningListings(file).some(({ documentNumber }) => documentNumber !== undefined)) {
    return refuse('GROUND_NOT_PROVEN', [known.basis], 'no listing with a document number runs on this file');
  }
  return undefined;
}

/** A restoration reverses the revocation in force and works back to its instant. */
function namesTheRevocationInForce({ file, act }: Matter): Refusal | undefined {
  const { standing } = file;
  const { reversesEventId } = act.data as EventData<'restored'>;
  if (standing.status !== 'revoked') return undefined;
  if (reversesEventId !== undefined && reversesEventId !== standing.eventId) {
    return refuse(
      'NO_SUCH_REVOCATION',
      act.basis,
      `the revocation in force is ${standing.eventId}, not ${reversesEventId}`,
    );
  }
  if (act.effectiveFrom === undefined || act.effectiveFrom === standing.since) return undefined;
  return refuse(
    'NO_SUCH_REVOCATION',
    act.basis,
    `a restoration works back to ${standing.since}, the instant of the revocation`,
  );
}

/** The first of the expected acts that does not stand in this order; undefined when all do. */
function firstMissing(expected: readonly string[], acts: readonly string[]): string | undefined {
  let from = 0;
  for (const type of expected) {
    const place = acts.indexOf(type, from);
    if (place === -1) return type;
    from = place + 1;
  }
  return undefined;
}
