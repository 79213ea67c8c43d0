import type { Metadata } from './envelope.ts';

/** An event as the domain decides it: what happened and why, not yet where it stands in the file. */
export interface DecidedEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
  readonly occurredAt: Metadata['occurredAt'];
  readonly effectiveFrom?: string;
  readonly actor: Metadata['actor'];
  readonly basis: readonly string[];
  readonly rulebook: string;
  readonly document?: Metadata['document'];
  readonly provenance?: 'incomplete';
}
