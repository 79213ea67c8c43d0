import { TransparencyLogError } from './errors.ts';
import { CHECKS, type Check, type CheckName } from './verdict.ts';

/** Thrown by a check to say why it fails, or that the bundle does not show enough to tell. */
class CheckEnded extends Error {
  override readonly name = 'CheckEnded';
  readonly outcome: 'fails' | 'not-shown';
  constructor(outcome: 'fails' | 'not-shown', detail: string) {
    super(detail);
    this.outcome = outcome;
  }
}

/** Ends a check: it fails. */
export function fail(detail: string): never {
  throw new CheckEnded('fails', detail);
}

/** Ends a check: the bundle does not show enough to tell. */
export function notShown(detail: string): never {
  throw new CheckEnded('not-shown', detail);
}

/** Checks as they are made, one after another. */
export class Checklist {
  readonly #checks = new Map<CheckName, Check>();

  /** Makes a check and keeps how it came out; gives what it found, or undefined when it did not hold. */
  check<Found>(name: CheckName, find: () => Found): Found | undefined {
    try {
      const found = find();
      this.#checks.set(name, { name, outcome: 'holds' });
      return found;
    } catch (error) {
      this.#checks.set(name, { name, ...outcomeOf(error) });
      return undefined;
    }
  }

  /** All checks in their order; one that was never made is not shown. */
  get checks(): readonly Check[] {
    return CHECKS.map(
      (name) => this.#checks.get(name) ?? { name, outcome: 'not-shown', detail: AFTER_FAILURE },
    );
  }
}

const AFTER_FAILURE = 'a check it needs did not hold';

function outcomeOf(error: unknown): Omit<Check, 'name'> {
  if (error instanceof CheckEnded) return { outcome: error.outcome, detail: error.message };
  if (error instanceof TransparencyLogError) return { outcome: 'fails', detail: error.message };
  throw error;
}
