export type { AuditRow } from './audit-row.ts';
export { auditTrail } from './audit-trail.ts';
