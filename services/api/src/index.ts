export { commandPolicyOf } from './access/command-policy.ts';
export { developmentTokens } from './access/development-tokens.ts';
export { type Policy, QUERY_POLICIES, type Reach } from './access/policy.ts';
export { noTokens, type Principal, type Role, type Tokens } from './access/principal.ts';
export { type ApiOptions, buildApi } from './build-api.ts';
export { Receipts, type ReceivedEvent } from './commands/receipts.ts';
export { PROBLEMS, type ProblemCode } from './http/problem-catalogue.ts';
export type { Server } from './http/server.ts';
export { mountPages } from './mount-pages.ts';
