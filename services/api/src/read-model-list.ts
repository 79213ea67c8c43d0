import type { Projection } from '@ledger/projection-engine';
import { publicRegister } from '@ledger/public-register';
import { supervisionGrade } from '@ledger/supervision-grade';

/** The projections this service reads. A projection knows its own row; the list of them does not. */
export const READ_MODELS = [publicRegister, supervisionGrade] as unknown as readonly Projection[];
