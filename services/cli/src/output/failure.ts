/** How a command ends: 0 done, 1 refused or found wrong, 2 bad usage, 3 the environment. */
export const EXIT = { done: 0, refused: 1, usage: 2, environment: 3 } as const;

/** A command that ends with a sentence and an exit code; the sentence is all the user sees. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly exitCode: number;
  constructor(exitCode: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
