import type { FileEvent } from '@ledger/credit-file';
import { ruleOf } from '@ledger/rulebooks';
import type { DocumentReference } from '@ledger/schemas';
import type { Citation, Source } from '@ledger/schemas/http/register';

/** The day of an instant, in Beijing. Units: `YYYY-MM-DD`. */
export function dayOf(instant: string): string {
  return instant.slice(0, 10);
}

/** The event and the articles behind a published fact. */
export function sourceOf(event: FileEvent): Source {
  return { revision: event.revision, basis: citationsOf(event) };
}

/** The rules an event rests on, with their articles; a rule no catalogue has is named by its id. */
export function citationsOf(event: FileEvent): Citation[] {
  return event.metadata.basis.map((id) => ({ id, article: ruleOf(id)?.article ?? id }));
}

/** The paper behind an event, as a member to spread: absent when the event has none. */
export function documentOf(event: FileEvent): { readonly document?: DocumentReference } {
  const { document } = event.metadata;
  return document === undefined ? {} : { document };
}
