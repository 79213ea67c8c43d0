export { LogError, type LogErrorCode } from './log-error.ts';
export type { PublishedCheckpoint } from './published.ts';
export { ServedLog } from './served-log.ts';
export type { SigningStop } from './sign-head.ts';
export { type LogStanding, readStanding } from './standing.ts';
export { type RunningSigner, type SignerOptions, startSigner } from './start-signer.ts';
export { type PublishedVerification, verifyPublished } from './verify-published.ts';
