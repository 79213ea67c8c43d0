import type { Grade, GradeBand } from '@ledger/rulebooks';

/** Where an event that counts stands in its file and in the ledger. */
export interface EventPlace {
  readonly id: string;
  readonly type: string;
  readonly revision: number;
  readonly position: number;
  readonly occurredAt: string;
}

/** Points an event gave or took, and the rule that says so. Shape: an undone point names the event that undid it and counts nothing. */
export interface Point {
  readonly points: number;
  readonly event: EventPlace;
  readonly rule: string;
  /** Whether it is an adverse act that rests on a legal document. */
  readonly documented: boolean;
  readonly undoneBy?: string;
}

/** A grade that the authority itself recorded. Units: ratio in basis points. */
export interface RecordedGrade {
  readonly grade: Grade;
  readonly score: number;
  readonly inspectionRatioBp: number;
  readonly model: string;
  readonly event: EventPlace;
  readonly undoneBy?: string;
}

/** The grade that the points and the rulebook make. */
export interface ComputedGrade {
  readonly grade: Grade;
  /** Units: 0–100. */
  readonly score: number;
  readonly inspectionRatioBp: number;
  readonly inspectionsPerYear: GradeBand['inspectionsPerYear'];
  /** The worse grade that the score alone would make; none without a legal document. */
  readonly heldBackFrom?: Grade;
}

/** The grade of a file with everything it rests on. */
export interface GradeResult {
  /** Rulebook whose thresholds apply. */
  readonly rulebook: string;
  /** The grade that counts: the authority's own where there is one, else the computed one. */
  readonly grade: Grade;
  readonly decidedBy: 'authority' | 'computation';
  readonly inspectionRatioBp: number;
  readonly inspectionsPerYear: GradeBand['inspectionsPerYear'];
  readonly computed: ComputedGrade;
  /** The authority's latest, with the number of points that came after it; null where it recorded none. */
  readonly recorded: (RecordedGrade & { readonly pointsSince: number }) | null;
  readonly initialScore: number;
  readonly thresholds: readonly GradeBand[];
}

/** What the events of a file say about its grade; all else follows from it and the rulebook. */
export interface GradeFacts {
  /** Whether the agency has ever filed; one without a file has no grade. */
  readonly filed: boolean;
  /** In position order, undone ones included. */
  readonly points: readonly Point[];
  /** In position order, undone ones included. */
  readonly recorded: readonly RecordedGrade[];
}

/** The grade of one file. Shape: `result` is null before the first filing. */
export interface GradeRow extends GradeFacts {
  readonly fileId: string;
  readonly result: GradeResult | null;
}
