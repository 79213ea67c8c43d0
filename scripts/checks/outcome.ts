/** How a step went; tests are counted one by one, any other step passes or fails as a whole. */
export interface Outcome {
  readonly ok: boolean;
  readonly passed: number;
  readonly failed: number;
}

/** A step that holds no tests. */
export function wholeStep(ok: boolean): Outcome {
  return { ok, passed: 0, failed: 0 };
}
