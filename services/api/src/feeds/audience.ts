import { FEED_FILTERS, type FeedFilter, type FeedName } from '@ledger/schemas/http';
import { type Policy, visibleUnder } from '../access/policy.ts';
import type { Principal } from '../access/principal.ts';
import { requestInvalid } from '../http/api-error.ts';
import type { Change } from './changes.ts';

/** The part of a feed that somebody may see and wants. */
export interface Audience {
  /** The same for all who get the same part, so that what is rendered for one serves them all. */
  readonly key: string;
  gets(change: Change): boolean;
  /** Whether a row of a snapshot belongs to the part. */
  holds(key: string, item: unknown): boolean;
}

/**
 * The audience of a principal who was admitted to the feed under its policy, and of a filter.
 *
 * Errors: REQUEST_INVALID for a filter that the feed does not take: ignored, it would let everything through.
 */
export function audienceOf(
  feed: FeedName,
  policy: Policy,
  principal: Principal,
  filter: FeedFilter,
): Audience {
  const asked = Object.entries(filter).filter(([, value]) => value !== undefined);
  for (const [name] of asked) {
    if ((FEED_FILTERS[feed] as readonly string[]).includes(name)) continue;
    throw requestInvalid('query', name, `the feed ${feed} is filtered by ${FEED_FILTERS[feed].join(', ')}`);
  }
  const isVisible = visibleUnder(policy, principal);
  const wants = (fileId: string | null, item: unknown): boolean =>
    item !== null && asked.every(([name, value]) => fits(name, String(value), fileId, item));
  return {
    key: JSON.stringify([policy.grants[principal.role] === 'any' ? 'any' : principal, filter]),
    gets: ({ recorded: { fileId, before, after }, event }) =>
      isVisible(fileId) &&
      (filter.retractions === undefined || event.data.retraction !== undefined) &&
      (wants(fileId, before) || wants(fileId, after)),
    holds: (key, item) => {
      const fileId = feed === 'audit' ? textIn(item, 'fileId') : key;
      return isVisible(fileId) && wants(fileId, item);
    },
  };
}

function fits(name: string, asked: string, fileId: string | null, item: unknown): boolean {
  switch (name) {
    case 'jurisdiction':
      return fileId?.startsWith(`${asked}-`) ?? false;
    case 'fileId':
      return fileId === asked;
    case 'division':
      return lies(textIn(item, 'division') ?? textIn(memberOf(item, 'actor'), 'division'), asked);
    case 'status':
    case 'grade':
      return textIn(item, name) === asked;
    default:
      // What is no condition on the row, `retractions`, is judged on the change.
      return true;
  }
}

/** Whether a division is the one asked for or lies inside it: GB/T 2260 writes a province `‹2›0000`, a prefecture `‹4›00`. */
function lies(division: string | null, inside: string): boolean {
  return division?.startsWith(inside.replace(/(?:00){1,2}$/, '')) ?? false;
}

function textIn(item: unknown, name: string): string | null {
  const value = memberOf(item, name);
  return typeof value === 'string' ? value : null;
}

function memberOf(item: unknown, name: string): unknown {
  return typeof item === 'object' && item !== null
    ? (item as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
