import { describeEventStore } from '../testing/index.ts';
import { openTestStore } from '../testing/open-test-store.ts';

describeEventStore('the event store', openTestStore);
