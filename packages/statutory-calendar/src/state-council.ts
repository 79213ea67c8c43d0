import type { HolidayNotice } from './holiday-notice.ts';
import notice2019 from './notices/2019.json' with { type: 'json' };
import labourDay2019 from './notices/2019-labour-day.json' with { type: 'json' };
import notice2020 from './notices/2020.json' with { type: 'json' };
import springFestival2020 from './notices/2020-spring-festival.json' with { type: 'json' };
import notice2021 from './notices/2021.json' with { type: 'json' };
import notice2022 from './notices/2022.json' with { type: 'json' };
import notice2023 from './notices/2023.json' with { type: 'json' };
import notice2024 from './notices/2024.json' with { type: 'json' };
import notice2025 from './notices/2025.json' with { type: 'json' };
import notice2026 from './notices/2026.json' with { type: 'json' };
import { calendarOf, type WorkingCalendar } from './working-calendar.ts';

/** The holiday notices for 2019–2026, with the two that changed a year after it was arranged, in order of signature. */
export const STATE_COUNCIL_NOTICES: readonly HolidayNotice[] = [
  notice2019,
  labourDay2019,
  notice2020,
  springFestival2020,
  notice2021,
  notice2022,
  notice2023,
  notice2024,
  notice2025,
  notice2026,
];

/** The working days of 2019–2026; dates in any other year are provisional. */
export const STATE_COUNCIL_CALENDAR: WorkingCalendar = calendarOf(STATE_COUNCIL_NOTICES);
