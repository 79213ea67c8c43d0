import type { NewestForm } from './event-source.ts';
import type { Projection } from './projection.ts';

/** Which read models there are, and how they see an event. */
export interface ReadModelSet {
  readonly projections: readonly Projection[];
  readonly newestForm: NewestForm;
}

/** Passes when no two projections share a name or a feed: each feed has one item for an event, each table one owner. */
export function assertDistinct({ projections }: Pick<ReadModelSet, 'projections'>): void {
  const names = projections.map(({ name }) => `the name ${name}`);
  const feeds = projections.flatMap(({ feed }) => (feed === undefined ? [] : [`the feed ${feed.name}`]));
  const seen = new Set<string>();
  for (const claim of [...names, ...feeds]) {
    if (seen.has(claim)) throw new Error(`two projections claim ${claim}`);
    seen.add(claim);
  }
}
