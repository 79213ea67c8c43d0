import type { Fault, Problem } from '@ledger/schemas/http';
import { PROBLEMS, type ProblemCode } from './problem-catalogue.ts';

/** What a problem says beyond its code and its sentence. */
export interface ProblemParticulars
  extends Pick<Problem, 'policy' | 'revision' | 'head' | 'line' | 'column'> {
  readonly faults?: readonly Fault[];
  readonly retryAfterSeconds?: number;
  readonly allow?: readonly string[];
}

/** An answer that is not a success, on its way to the caller. Its detail is read by strangers: no value of a file stands in it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ProblemCode;
  readonly particulars: ProblemParticulars;

  constructor(
    code: ProblemCode,
    detail: string,
    particulars: ProblemParticulars = {},
    options?: ErrorOptions,
  ) {
    super(detail, options);
    this.code = code;
    this.particulars = particulars;
  }

  /** Under the name by which fastify and its plugins look for it. */
  get statusCode(): number {
    return PROBLEMS[this.code].status;
  }
}

/** A request that breaks one rule of form at one place. */
export function requestInvalid(where: Fault['in'], field: string, rule: string): ApiError {
  return new ApiError('REQUEST_INVALID', `${field === '' ? `The ${where}` : field}: ${rule}.`, {
    faults: [{ in: where, field, rule }],
  });
}
