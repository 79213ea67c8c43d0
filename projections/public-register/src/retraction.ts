import type { PublishedEvent, RegisterPublication } from '@ledger/schemas/http/register';

/** A fact that the register has taken back: its kind, and the revision of the event that had made it public. */
export interface RetractedFact {
  readonly kind: string;
  readonly revision: number;
}

/** What must leave every copy. Shape: `whole` when nothing of the file may be shown any more; `facts` by revision. */
export interface Retraction {
  readonly whole: boolean;
  readonly facts: readonly RetractedFact[];
}

/**
 * What a change of the register took back; undefined when it took nothing back.
 *
 * A corrected or amended value is no retraction: the fact stays and says something else. A repaired, withdrawn, delisted or
 * invalidated one is, and so is whatever a page showed that was taken down or gave way to a notice.
 *
 * Law: NR36-1, LNR-30-1, LNR-37-7, LNR-39-3, XJ-18-2; decisions G-11, G-16.
 */
export function retractionOf(
  before: RegisterPublication | null,
  after: RegisterPublication | null,
): Retraction | undefined {
  if (before === null) return undefined;
  const remaining = new Set(after === null ? [] : factsOf(after).map(({ revision }) => revision));
  const facts = factsOf(before).filter(({ revision }) => !remaining.has(revision));
  const whole = after === null;
  return whole || facts.length > 0 ? { whole, facts } : undefined;
}

/**
 * What an earlier publication may still say to strangers: of its facts those that the register shows today.
 *
 * Shape: null when the file has no page today, or when the publication was the notice of a revocation that is over; the very
 *        same publication when nothing has left it.
 */
export function stillPublic(
  earlier: RegisterPublication | null,
  today: RegisterPublication | undefined,
): RegisterPublication | null {
  if (earlier === null || today === undefined) return null;
  const isOver =
    earlier.kind === 'notice' &&
    (today.kind !== 'notice' || today.revoked.revision !== earlier.revoked.revision);
  if (isOver) return null;
  const shown = new Set(factsOf(today).map(({ revision }) => revision));
  const remains = ({ revision }: { readonly revision: number }) => shown.has(revision);
  const history: readonly PublishedEvent[] = earlier.history;
  if (history.every(remains) && earlier.adverse.every(remains)) return earlier;
  return { ...earlier, history: history.filter(remains), adverse: earlier.adverse.filter(remains) };
}

/** Every fact a publication tells of as an event: the lines of its history, and its sanctions. */
function factsOf(publication: RegisterPublication): readonly RetractedFact[] {
  const facts = new Map(
    publication.history.map(({ revision, type }) => [revision, { kind: type, revision }]),
  );
  for (const { kind, revision } of publication.adverse) facts.set(revision, { kind, revision });
  return [...facts.values()];
}
