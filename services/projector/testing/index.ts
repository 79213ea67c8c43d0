export { appendFiles, demoFiles } from './demo-histories.ts';
