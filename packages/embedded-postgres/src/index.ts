export { EmbeddedPostgresError, type EmbeddedPostgresErrorCode } from './embedded-postgres-error.ts';
export { type Lock, tryLock } from './lock.ts';
export { makeFolder } from './make-folder.ts';
export { freePort, isFree, portOf } from './port.ts';
export {
  destroyPostgres,
  findPostgres,
  type PostgresOptions,
  type RunningPostgres,
  startPostgres,
} from './postgres.ts';
