import type { Principal } from '../access/principal.ts';
import type { GrpcCall } from '../grpc/call.ts';

/** Answers one call of a known caller; returning ends it with OK, throwing with the status of the error. */
export type ServiceHandler = (call: GrpcCall, principal: Principal) => Promise<void>;
