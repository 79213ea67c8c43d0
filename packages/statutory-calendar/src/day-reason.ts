/** Why a day is worked or not. */
export type DayReason =
  | { readonly kind: 'weekday' }
  | { readonly kind: 'weekend' }
  | { readonly kind: 'holiday'; readonly festival: string; readonly notice: string }
  | { readonly kind: 'make-up'; readonly festival: string; readonly notice: string }
  /** A day off by statute every year, in a year for which no notice is known. */
  | { readonly kind: 'fixed-holiday'; readonly festival: string };

/** The reason as a short phrase in Chinese or English. */
export function renderReason(reason: DayReason, language: 'zh' | 'en'): string {
  const zh = language === 'zh';
  switch (reason.kind) {
    case 'weekday':
      return zh ? '工作日' : 'working day';
    case 'weekend':
      return zh ? '周末' : 'weekend';
    case 'holiday':
      return zh
        ? `${reason.festival}放假（${reason.notice}）`
        : `day off, ${reason.festival} (${reason.notice})`;
    case 'make-up':
      return zh
        ? `${reason.festival}调休上班（${reason.notice}）`
        : `make-up working day, ${reason.festival} (${reason.notice})`;
    case 'fixed-holiday':
      return zh
        ? `${reason.festival}（法定固定节日，尚无放假通知）`
        : `${reason.festival} (fixed by statute, no notice yet)`;
  }
}
