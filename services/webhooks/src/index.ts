export type { RetryPolicy } from './delivery-queue.ts';
export { type RunningSender, type SenderServiceOptions, startSender } from './start-sender.ts';
