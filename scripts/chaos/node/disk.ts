import { execFile } from 'node:child_process';
import { chmod, chown, cp, mkdir, open, readdir, readlink, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** What PostgreSQL keeps its cluster on. */
export type DiskKind =
  /** A folder like any other. */
  | 'folder'
  /** An ext4 of its own, in a file, whose power can be cut. */
  | 'ext4'
  /** The cluster in a small memory disk, its write-ahead log elsewhere. */
  | 'small heap'
  /** The write-ahead log in a small memory disk, the cluster elsewhere. */
  | 'small log';

/** The disk of one campaign; what a kind cannot do throws. */
export interface Disk {
  /** Readies what must be there before the cluster is made. */
  before(): Promise<void>;
  /** Moves what can only be moved once there is a cluster that rests. */
  after(): Promise<void>;
  /** From this moment on nothing more reaches the disk, and nothing that had not reached it ever will. */
  cutPower(): Promise<void>;
  /** The disk is there again, as the cut left it; whoever had it open must be gone. */
  restorePower(): Promise<void>;
  /** No byte is left; called again, none of what has become free meanwhile. */
  fill(): Promise<void>;
  /** There is room again. */
  makeRoom(): Promise<void>;
  detach(): Promise<void>;
}

const run = promisify(execFile);
const EXT4_BYTES = 2 * 1024 ** 3;
const SMALL_BYTES = 192 * 1024 ** 2;
/** ext4 gives up its journal without writing it: FS_IOC_SHUTDOWN with FS_SHUTDOWN_FLAGS_NOLOGFLUSH. */
const SHUT_DOWN =
  'open(my $d,"<",$ARGV[0]) or die $!; my $flags=pack("I",2); ioctl($d,0x8004587D,$flags) or die $!;';
const BALLAST = 'ballast';
const BUSY_ATTEMPTS = 100;
const BUSY_PAUSE_MS = 100;

/** The disk of this kind for a PostgreSQL whose data directory is `home`, in a folder that exists and is ours. */
export function diskOf(kind: DiskKind, folder: string, home: string): Disk {
  switch (kind) {
    case 'folder':
      return new PlainFolder(home);
    case 'ext4':
      return new PowerDisk(home, join(folder, 'disk.img'));
    case 'small heap':
      return new SmallHeap(home, join(folder, 'log'));
    case 'small log':
      return new SmallLog(home);
  }
}

class PlainFolder implements Disk {
  protected readonly home: string;
  constructor(home: string) {
    this.home = home;
  }
  async before(): Promise<void> {
    await mkdir(this.home, { mode: 0o755, recursive: true });
  }
  async after(): Promise<void> {}
  async cutPower(): Promise<void> {
    throw new Error('the power of a folder cannot be cut');
  }
  async restorePower(): Promise<void> {
    throw new Error('the power of a folder cannot be cut');
  }
  async fill(): Promise<void> {
    throw new Error('an ordinary folder must not be filled');
  }
  async makeRoom(): Promise<void> {}
  async detach(): Promise<void> {}
}

class PowerDisk extends PlainFolder {
  readonly #image: string;
  constructor(home: string, image: string) {
    super(home);
    this.#image = image;
  }
  override async before(): Promise<void> {
    await super.before();
    const file = await open(this.#image, 'w');
    await file.truncate(EXT4_BYTES);
    await file.close();
    await run('mkfs.ext4', ['-q', '-F', this.#image]);
    await this.#mount();
  }
  override async cutPower(): Promise<void> {
    await run('perl', ['-e', SHUT_DOWN, this.home]);
  }
  override async restorePower(): Promise<void> {
    await unmount(this.home);
    await this.#mount();
  }
  override async detach(): Promise<void> {
    await unmount(this.home);
  }
  async #mount(): Promise<void> {
    await run('mount', ['-o', 'loop', this.#image, this.home]);
    await chmod(this.home, 0o755);
  }
}

/** A disk in memory that a ballast file fills to the last byte. */
abstract class SmallDisk extends PlainFolder {
  protected abstract readonly mounted: string;
  override async fill(): Promise<void> {
    const { bavail, bsize } = await statfs(this.mounted);
    const ballast = await open(join(this.mounted, BALLAST), 'a');
    const block = Buffer.alloc(bsize);
    try {
      for (let left = bavail; left > 0; left--) await ballast.write(block);
      // What others freed or took meanwhile is filled too.
      for (;;) await ballast.write(block);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    } finally {
      await ballast.close();
    }
  }
  override async makeRoom(): Promise<void> {
    await rm(join(this.mounted, BALLAST), { force: true });
  }
}

class SmallHeap extends SmallDisk {
  protected readonly mounted: string;
  readonly #log: string;
  constructor(home: string, log: string) {
    super(home);
    this.mounted = home;
    this.#log = log;
  }
  override async before(): Promise<void> {
    await super.before();
    await mountMemory(this.home, 0o755);
  }
  override async after(): Promise<void> {
    const inCluster = join(this.home, 'cluster', 'pg_wal');
    await moveAside(inCluster, this.#log);
    await mkdir(inCluster);
    await run('mount', ['--bind', this.#log, inCluster]);
  }
  override async detach(): Promise<void> {
    await unmount(join(this.home, 'cluster', 'pg_wal'));
    await unmount(this.home);
  }
}

class SmallLog extends SmallDisk {
  protected readonly mounted: string;
  constructor(home: string) {
    super(home);
    this.mounted = join(home, 'cluster', 'pg_wal');
  }
  override async after(): Promise<void> {
    const aside = join(this.home, 'log-before');
    await moveAside(this.mounted, aside);
    await mkdir(this.mounted);
    const { uid, gid } = await stat(aside);
    await mountMemory(this.mounted, 0o700);
    await chown(this.mounted, uid, gid);
    await copyOwned(aside, this.mounted);
    await rm(aside, { recursive: true });
  }
  override async detach(): Promise<void> {
    await unmount(this.mounted);
  }
}

async function mountMemory(folder: string, mode: number): Promise<void> {
  await run('mount', ['-t', 'tmpfs', '-o', `size=${SMALL_BYTES},mode=${mode.toString(8)}`, 'tmpfs', folder]);
}

/** Across a border of file systems a folder cannot be renamed. */
async function moveAside(folder: string, aside: string): Promise<void> {
  await rename(folder, aside).catch(async (error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error;
    await mkdir(aside);
    const { uid, gid, mode } = await stat(folder);
    await chown(aside, uid, gid);
    await chmod(aside, mode);
    await copyOwned(folder, aside);
    await rm(folder, { recursive: true });
  });
}

/** Copies what is in a folder with its owners, which Node's own copy leaves behind. */
async function copyOwned(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true, preserveTimestamps: true });
  for (const name of await readdir(from, { recursive: true })) {
    const { uid, gid } = await stat(join(from, name));
    await chown(join(to, name), uid, gid);
  }
}

/** Unmounts a disk as soon as the last process that works there is gone; those that linger after a kill are ended. */
async function unmount(folder: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await run('umount', [folder]);
      return;
    } catch (error) {
      if (attempt === BUSY_ATTEMPTS) throw error;
      await endWorkersIn(folder);
      await sleep(BUSY_PAUSE_MS);
    }
  }
}

async function endWorkersIn(folder: string): Promise<void> {
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const workplace = await readlink(`/proc/${entry}/cwd`).catch(() => '');
    if (workplace !== folder && !workplace.startsWith(`${folder}/`)) continue;
    try {
      process.kill(Number(entry), 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
}
