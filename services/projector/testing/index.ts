export { appendFiles, demoFiles } from './demo-histories.ts';
export { type OpenStore, openStore, wait } from './open-store.ts';
