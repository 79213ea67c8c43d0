import { GrpcStatusError, unavailable } from '../grpc/status.ts';
import type { EventLog } from '../log/event-log.ts';
import type { NodeLog } from '../node-error.ts';
import type { GroupAddress, GroupDefinition, GroupTarget } from '../protocol/group-requests.ts';
import { StorageUnavailableError } from '../storage/event-store.ts';
import { makeEventFilter } from '../subscriptions/event-filter.ts';
import { ConsumerGroup } from './consumer-group.ts';
import { CONFIG_STREAM, type GroupEntry, readGroupConfig, writeGroupConfig } from './group-config.ts';
import { AllSource, formatPlace, type GroupSource, StreamSource } from './group-source.ts';
import { groupDropped, groupExists, groupFailed, groupMissing, sourceName } from './group-status.ts';
import { GroupStreams } from './group-streams.ts';

interface Registered {
  readonly entry: GroupEntry;
  readonly group: ConsumerGroup;
}

/** The words of the original server: clients show them. */
const BATCH_TOO_LARGE =
  "Specified argument was out of the range of valid values. (Parameter 'ReadBatchSize may not be greater than or equal to BufferSize')";

/** A checkpoint timer of zero never fires; it is shown as the largest number. */
const NEVER_MS = 2 ** 31 - 1;

/** The revision that stands for the end. */
const END_REVISION = 2n ** 64n - 1n;
const ALL = '$all';
const ALL_PLACE = /^C:(\d{1,19})\/P:\d{1,19}$/;
const STREAM_PLACE = /^\d{1,18}$/;
const FROM_END = '-1';
const ALL_FROM_END = 'C:-1/P:-1';

/** The persistent subscriptions of this node. Changes are made one after the other, and are durable when they are answered. */
export class GroupRegistry {
  readonly #log: EventLog;
  readonly #groups = new Map<string, Registered>();
  #lastChange: Promise<unknown> = Promise.resolve();

  private constructor(log: EventLog) {
    this.#log = log;
  }

  /** Takes up all groups where they stood. */
  static async open(log: EventLog, tell: NodeLog): Promise<GroupRegistry> {
    const registry = new GroupRegistry(log);
    const entries = await readGroupConfig(log);
    if (entries === undefined) {
      // Without TLS anybody may write to that stream; a node that did not start because of it would be worse.
      tell({
        level: 'warn',
        message: `${CONFIG_STREAM} cannot be understood; there are no persistent subscriptions.`,
      });
    }
    for (const entry of entries ?? []) {
      try {
        await registry.#start(entry);
      } catch (error) {
        if (error instanceof StorageUnavailableError || error instanceof GrpcStatusError) throw error;
        const message = `Group ${entry.group} of ${entry.source} cannot be taken up; it is left out.`;
        tell({ level: 'warn', message, error });
      }
    }
    return registry;
  }

  find(address: GroupAddress): ConsumerGroup {
    return this.#registered(address).group;
  }

  /** The groups that read `target`; a target without any is an error. */
  list(target: GroupTarget | 'every'): ConsumerGroup[] {
    const wanted = target === 'every' ? undefined : sourceName({ target });
    const found = [...this.#groups.values()].filter(
      ({ entry }) => wanted === undefined || entry.source === wanted,
    );
    if (wanted !== undefined && found.length === 0) throw groupMissing(wanted, undefined);
    return found.map(({ group }) => group);
  }

  create(definition: GroupDefinition): Promise<void> {
    return this.#inTurn(async () => {
      const entry = entryOf(definition, definition.filter?.expression);
      if (this.#groups.has(keyOf(entry))) throw groupExists(entry.source, entry.group);
      checkSettings(entry);
      await this.#save([...this.#entries(), entry]);
      await this.#start(entry);
    });
  }

  update(definition: GroupDefinition): Promise<void> {
    return this.#inTurn(async () => {
      const before = this.#registered(definition);
      const entry = entryOf(definition, before.entry.filter);
      checkSettings(entry);
      await this.#save(this.#entries().map((other) => (other === before.entry ? entry : other)));
      before.group.close(groupDropped(entry.source, entry.group));
      await this.#start(entry);
    });
  }

  delete(address: GroupAddress): Promise<void> {
    return this.#inTurn(async () => {
      const { entry, group } = this.#registered(address);
      await this.#save(this.#entries().filter((other) => other !== entry));
      group.close(groupDropped(entry.source, entry.group));
      this.#groups.delete(keyOf(entry));
      await new GroupStreams(this.#log, entry.source, entry.group).delete();
    });
  }

  /** All groups begin anew where they stood. */
  restart(): Promise<void> {
    return this.#inTurn(async () => {
      for (const { entry, group } of [...this.#groups.values()]) {
        group.close(groupDropped(entry.source, entry.group));
        await this.#start(entry);
      }
    });
  }

  /** Ends every consumer; the groups themselves stay in the log. */
  close(): void {
    for (const { group } of this.#groups.values())
      group.close(unavailable('The node is stopping; connect again.'));
    this.#groups.clear();
  }

  #registered(address: GroupAddress): Registered {
    const source = sourceName(address);
    const registered = this.#groups.get(keyOf({ source, group: address.group }));
    if (registered === undefined) throw groupMissing(source, address.group);
    return registered;
  }

  #entries(): GroupEntry[] {
    return [...this.#groups.values()].map(({ entry }) => entry);
  }

  #save(entries: readonly GroupEntry[]): Promise<void> {
    return writeGroupConfig(this.#log, entries);
  }

  async #start(entry: GroupEntry): Promise<void> {
    const streams = new GroupStreams(this.#log, entry.source, entry.group);
    const written = await streams.readCheckpoint();
    // Without TLS anybody may write to that stream; what is no place is as good as none.
    const checkpoint = written !== undefined && isPlaceOf(entry.source, written) ? written : undefined;
    const group = new ConsumerGroup({
      log: this.#log,
      eventSource: entry.source,
      group: entry.group,
      startFrom: entry.startFrom,
      settings: entry.settings,
      source: await this.#sourceOf(entry, checkpoint),
      streams,
      checkpoint,
    });
    this.#groups.set(keyOf(entry), { entry, group });
    await group.fill();
  }

  async #sourceOf(entry: GroupEntry, checkpoint: string | undefined): Promise<GroupSource> {
    if (entry.source === ALL) {
      const filter = entry.filter === undefined ? undefined : makeEventFilter(entry.filter);
      if (checkpoint !== undefined) return new AllSource(this.#log, placeToPosition(checkpoint) + 1n, filter);
      const from =
        entry.startFrom === ALL_FROM_END ? this.#log.nextPosition : placeToPosition(entry.startFrom);
      return new AllSource(this.#log, from, filter);
    }
    if (checkpoint !== undefined) return new StreamSource(this.#log, entry.source, BigInt(checkpoint) + 1n);
    if (entry.startFrom !== FROM_END)
      return new StreamSource(this.#log, entry.source, BigInt(entry.startFrom));
    const head = await this.#log.head(entry.source);
    return new StreamSource(this.#log, entry.source, head.last + 1n);
  }

  #inTurn(change: () => Promise<void>): Promise<void> {
    const turn = this.#lastChange.then(change, change);
    this.#lastChange = turn.catch(() => {});
    return turn;
  }
}

function keyOf({ source, group }: Pick<GroupEntry, 'source' | 'group'>): string {
  return JSON.stringify([source, group]);
}

function checkSettings({ source, group, settings }: GroupEntry): void {
  if (settings.readBatchSize >= settings.historyBufferSize) {
    throw groupFailed(source, group, BATCH_TOO_LARGE);
  }
}

function entryOf(definition: GroupDefinition, filter: GroupEntry['filter']): GroupEntry {
  const { start, settings, group } = definition;
  const checkpointAfterMs = settings.checkpointAfterMs === 0 ? NEVER_MS : settings.checkpointAfterMs;
  return {
    source: sourceName(definition),
    group,
    startFrom: 'stream' in start ? formatRevision(start.stream) : formatPosition(start.all),
    filter,
    settings: { ...settings, checkpointAfterMs },
  };
}

function formatRevision(from: 'start' | 'end' | bigint): string {
  if (from === 'start') return '0';
  return from === 'end' || from === END_REVISION ? FROM_END : String(from);
}

function formatPosition(from: 'start' | 'end' | { readonly commit: bigint }): string {
  if (from === 'start') return formatPlace(0n);
  return from === 'end' ? ALL_FROM_END : formatPlace(from.commit);
}

function isPlaceOf(source: string, text: string): boolean {
  return source === ALL ? ALL_PLACE.test(text) : STREAM_PLACE.test(text);
}

function placeToPosition(place: string): bigint {
  const match = ALL_PLACE.exec(place);
  if (match?.[1] === undefined) throw new Error(`${place} is no place in $all`);
  return BigInt(match[1]);
}
