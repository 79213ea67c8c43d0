export { openBrowser } from './browser.ts';
export { type DemoSite, openDemoSite, TODAY } from './demo-site.ts';
