export { commandPolicyOf } from './access/command-policy.ts';
export { developmentTokens } from './access/development-tokens.ts';
export { type Policy, QUERY_POLICIES, type Reach } from './access/policy.ts';
export { noTokens, type Principal, type Role, type Tokens } from './access/principal.ts';
export { type ApiOptions, buildApi } from './build-api.ts';
export { Receipts, type ReceivedEvent } from './commands/receipts.ts';
export { type Audience, audienceOf } from './feeds/audience.ts';
export { type Change, type ChangePage, readChanges } from './feeds/changes.ts';
export { PROBLEMS, type ProblemCode } from './http/problem-catalogue.ts';
export type { Server } from './http/server.ts';
export { mountPages } from './mount-pages.ts';
export {
  checkTarget,
  type Resolve,
  type ResolvedAddress,
  resolveBySystem,
  type TargetPolicy,
  TargetRefused,
} from './webhooks/target-address.ts';
export {
  type Parked,
  type SigningSecret,
  type WebhookEndpoint,
  WebhookEndpoints,
} from './webhooks/webhook-endpoints.ts';
