import { createHash } from 'node:crypto';
import type { GradeBand, Rulebook } from '@ledger/rulebooks';
import type { Duty } from '../process/process.ts';

/** One agency that may be drawn, with its grade; without one it is drawn as the new file that it is. */
export interface FrameEntry {
  readonly fileId: string;
  readonly grade: string | undefined;
}

/** A plan of random inspection: what it is called, whom it may draw, and the seed that was published before the draw. */
export interface SamplingPlan {
  readonly plan: string;
  readonly seed: string;
  readonly frame: readonly FrameEntry[];
}

/** A draw that anyone can repeat. Units: ratio in basis points. */
export interface Draw {
  /** SHA-256 of the frame in its canonical order: one line `‹file id› ‹grade›` an agency, sorted. */
  readonly frameSha256: string;
  readonly drawn: readonly { readonly fileId: string; readonly inspectionRatioBp: number }[];
}

/**
 * Draws the agencies to inspect: of each grade as many as its ratio asks for, rounded up, those whose hash with the seed
 * comes first.
 *
 * Pure and reproducible: neither the order of the frame nor the machine matters, and adding an agency moves no other's hash.
 * The seed is published before the frame is known, so nobody can choose who is drawn.
 *
 * Shape: `drawn` sorted by file id.
 * Law:   XJ-14-3, LNO-2.2-2, LNR-20-3: the better the grade, the fewer.
 */
export function draw({ plan, seed, frame }: SamplingPlan, rulebook: Rulebook): Draw {
  const byRatio = Map.groupBy(frame, ({ grade }) => ratioOfGrade(rulebook, grade));
  const drawn = [...byRatio].flatMap(([inspectionRatioBp, entries]) =>
    entries
      .map(({ fileId }) => ({ fileId, lot: sha256(`${plan}\n${seed}\n${fileId}`) }))
      .toSorted((one, other) => (one.lot < other.lot ? -1 : 1))
      .slice(0, Math.ceil((entries.length * inspectionRatioBp) / 10_000))
      .map(({ fileId }) => ({ fileId, inspectionRatioBp })),
  );
  const ordered = drawn.toSorted((one, other) => (one.fileId < other.fileId ? -1 : 1));
  return { frameSha256: frameHash(frame), drawn: ordered };
}

/** Whether a recorded draw is the one that plan, seed, frame and rulebook give. */
export function isTheDraw(recorded: Draw, plan: SamplingPlan, rulebook: Rulebook): boolean {
  const again = draw(plan, rulebook);
  const lines = ({ frameSha256, drawn }: Draw) =>
    [frameSha256, ...drawn.map(({ fileId, inspectionRatioBp }) => `${fileId} ${inspectionRatioBp}`)].join(
      '\n',
    );
  return lines(recorded) === lines(again);
}

/** What a draw puts on the file of each agency drawn: enough to repeat it. */
export function samplingDuties(plan: SamplingPlan, made: Draw, at: string): ReadonlyMap<string, Duty> {
  const data = { plan: plan.plan, seed: plan.seed, frameSha256: made.frameSha256 };
  return new Map(made.drawn.map(({ fileId }) => [fileId, { name: 'sample', data, at }]));
}

/** The share of agencies of a grade that is inspected; of an ungraded one, that of the grade a new file begins with. */
export function ratioOfGrade(rulebook: Rulebook, grade: string | undefined): number {
  return bandOf(rulebook, grade)?.inspectionRatioBp ?? 10_000;
}

function bandOf({ grading }: Rulebook, grade: string | undefined): GradeBand | undefined {
  const bands = grading.bands.value;
  return (
    bands.find((band) => band.grade === grade) ??
    bands.find(({ scoreMin }) => grading.initialScore.value >= scoreMin)
  );
}

function frameHash(frame: readonly FrameEntry[]): string {
  const lines = frame.map(({ fileId, grade }) => `${fileId} ${grade ?? '-'}`);
  return sha256(lines.toSorted().join('\n'));
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
