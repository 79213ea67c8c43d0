import { auditTrail } from '@ledger/audit-trail';
import type { Projection } from '@ledger/projection-engine';
import { publicRegister } from '@ledger/public-register';
import { statistics } from '@ledger/statistics';
import { supervisionGrade } from '@ledger/supervision-grade';
import { worklist } from '@ledger/worklist';

/** The read models of the ledger: what the projector keeps, a rebuild rebuilds and every reader may ask for. */
export const PROJECTIONS: readonly Projection[] = [
  publicRegister,
  supervisionGrade,
  auditTrail,
  worklist,
  statistics,
];
