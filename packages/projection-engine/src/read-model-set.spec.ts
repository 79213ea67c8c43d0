import { describe, expect, it } from 'vitest';
import { agencies, types } from '../testing/sample-projections.ts';
import { assertDistinct } from './read-model-set.ts';

describe('a set of read models', () => {
  it('has each name and each feed once', () => {
    expect(() => assertDistinct({ projections: [agencies, types] })).not.toThrow();
    expect(() => assertDistinct({ projections: [types, types] })).toThrow('the name sample-types');
    expect(() => assertDistinct({ projections: [agencies, { ...agencies, name: 'other' }] })).toThrow(
      'the feed register',
    );
  });
});
