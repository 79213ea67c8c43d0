import gaps from './gaps.json' with { type: 'json' };

/** A question the texts leave open, and how the product answers it until the regulator does. */
export interface Gap {
  readonly id: string;
  readonly question: string;
  readonly decision: string;
}

/** The open questions, `G-01` first. Every `gap` of a rulebook is one of them. */
export const GAPS: readonly Gap[] = gaps;

/** The open question with that id, or undefined. */
export function gapOf(gapId: string): Gap | undefined {
  return GAPS.find(({ id }) => id === gapId);
}
