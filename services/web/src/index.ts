export { answerNotFound, type WebPagesOptions, webPages } from './web-pages.tsx';
