import { act, journalOf } from '@ledger/public-register/testing';
import { fileIdOf, type JournalledEvent } from '@ledger/schemas';

/** Names that break pages which trust them. */
export const HOSTILE_NAMES = {
  markup: '<script>document.title="破"</script><img src=x onerror=alert(1)>&lt;b&gt;"\'`',
  direction: '信用\u202e服务\u2066公司\u200f有限',
  endless: '信'.repeat(300),
  unbreakable: 'W'.repeat(300),
  rare: '𠮷𠮷𠮷信用服务有限公司👨‍👩‍👧‍👦',
} as const;

/** Four published files with hostile names. */
export function hostileJournal(): JournalledEvent[] {
  return Object.values(HOSTILE_NAMES).flatMap((agencyName, index) => {
    const uscc = `9165010${index}MAFAKE${String(900 + index)}0X`.slice(0, 18);
    const filing = act('filed', {
      uscc,
      agencyName: '待填',
      registeredArea: '650102',
      registeredOn: '2019-05-06',
      serviceKinds: ['信用评价'],
      registeredCapitalFen: 1,
      documents: [],
      annualReportExempt: false,
      seniorManagers: [{ role: '法定代表人', name: '待填' }],
      professionals: [],
    });
    const named = {
      ...filing,
      // Longer and stranger than the schema admits: the pages must not rely on it.
      data: { ...filing.data, agencyName, seniorManagers: [{ role: '法定代表人', name: agencyName }] },
    };
    return journalOf(fileIdOf('650000', uscc), [
      named as typeof filing,
      act('accepted', { reviewDays: 1, fileNo: `XJ-2026-09${index}` }),
      act('published', { projection: 'public-register', desensitised: true }, { basis: ['XJ-10-2'] }),
    ]);
  });
}
