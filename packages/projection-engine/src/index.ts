export type { Column, Projection } from './projection.ts';
