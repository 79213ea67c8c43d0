export { AGENCY, AUDITOR, ask, FILE_ID, FILING, OFFICER, type Sent, send } from './commands.ts';
export { openTestLedger, type TestLedger } from './open-test-ledger.ts';
export { type Message, type Subscriber, subscribe } from './subscriber.ts';
