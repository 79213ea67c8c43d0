import { describe, expect, it } from 'vitest';
import { nameBasedUuid } from './name-based-uuid.ts';

const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
const URL = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';

describe('RFC 9562: name-based UUIDs, version 5', () => {
  it.each([
    // RFC 9562 appendix A.4
    [DNS, 'www.example.com', '2ed6657d-e927-568b-95e1-2665a8aea6a2'],
    // The documentation of Python's uuid module
    [DNS, 'python.org', '886313e1-3b8a-5372-9b90-0c9aee199e5d'],
    [URL, 'http://python.org/', '4c565f0d-3f5a-5890-b41b-20cf47701c5e'],
  ])('%s, %s', (namespace, name, uuid) => {
    expect(nameBasedUuid(namespace, name)).toBe(uuid);
  });

  it('reads a namespace in either case', () => {
    expect(nameBasedUuid(DNS.toUpperCase(), 'python.org')).toBe(nameBasedUuid(DNS, 'python.org'));
  });

  it('refuses a namespace that is no UUID', () => {
    expect(() => nameBasedUuid('E000001', 'a')).toThrow('not a UUID');
  });
});
