import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { binariesFor, findBinaries } from './binaries.ts';
import { ROOT_KEEPS_IN, readHome } from './home.ts';
import { destroyPostgres, startPostgres } from './postgres.ts';
import { isAlive } from './postmaster.ts';

let folder: string;
let lines: string[];
const start = (name = 'postgres') =>
  startPostgres({ dataDirectory: join(folder, name), log: (line) => lines.push(line) });

/** A folder only we may enter, as mktemp -d and /root are. */
beforeEach(async () => {
  lines = [];
  folder = await mkdtemp(join(tmpdir(), 'closed-to-nobody-'));
});

afterEach(async () => {
  for (const name of await readdir(folder)) await destroyPostgres({ dataDirectory: join(folder, name) });
  await rm(folder, { recursive: true, force: true });
});

if (process.getuid?.() === 0) describeRoot();
else describeOrdinaryUser();

/** PostgreSQL refuses to run as root; it runs as nobody, who cannot enter root's closed folders. */
function describeRoot(): void {
  describe('a data directory of root that nobody may enter', () => {
    const homeOf = async (name: string) => await readHome(join(folder, name));

    it('keeps its cluster in a place of its own, names it, and says so once', async () => {
      await (await start()).stop();
      await (await start()).stop();
      const home = await homeOf('postgres');
      expect(home?.clusterDirectory.startsWith(`${ROOT_KEEPS_IN}/`)).toBe(true);
      expect(lines).toHaveLength(1);
      expect(lines[0]).toContain(String(home?.clusterDirectory));
    });

    it('does not share its cluster with a copy of itself', async () => {
      await (await start()).stop();
      await cp(join(folder, 'postgres'), join(folder, 'copy'), { recursive: true });
      await expect(start('copy')).rejects.toMatchObject({ code: 'POSTGRES_CLUSTER_CLAIMED_TWICE' });
      await rm(join(folder, 'copy'), { recursive: true });
    });

    it('begins anew when it was removed, stops the old server and deletes no data', async () => {
      const old = await start();
      await old.createDatabase('store');
      const place = (await homeOf('postgres'))?.clusterDirectory ?? '';
      await rm(join(folder, 'postgres'), { recursive: true });

      const fresh = await start();
      expect(fresh.pid).not.toBe(old.pid);
      expect(isAlive(old.pid)).toBe(false);
      const client = new pg.Client({ connectionString: fresh.url('store') });
      await expect(client.connect()).rejects.toMatchObject({ code: '3D000' });
      expect(lines).toContainEqual(expect.stringContaining(`is kept in ${place} until you delete it`));
      expect(await readFile(join(place, 'PG_VERSION'), 'utf8')).toBe('18\n');
      await rm(join(place, '..'), { recursive: true });
    });

    it('says that the cluster is lost when the place was cleared', async () => {
      await (await start()).stop();
      const home = await homeOf('postgres');
      await rm(join(String(home?.clusterDirectory), '..'), { recursive: true });
      await expect(start()).rejects.toMatchObject({ code: 'POSTGRES_CLUSTER_LOST' });
      await rm(join(folder, 'postgres'), { recursive: true });
    });
  });

  describe('binaries installed where nobody cannot enter', () => {
    it('are copied once per version to where nobody can run them', async () => {
      const found = await findBinaries();
      const installed = { ...found, directory: join(folder, 'native') };
      await cp(found.directory, installed.directory, { recursive: true, verbatimSymlinks: true });
      const copies = await mkdtemp(join(tmpdir(), 'copies-'));
      const nobody = { uid: 65534, gid: 65534 };
      try {
        const [one, other] = await Promise.all([
          binariesFor(nobody, installed, copies),
          binariesFor(nobody, installed, copies),
        ]);
        expect(one).toEqual(other);
        expect(one.directory).toBe(join(copies, `postgresql-${found.version}`));
        const made = await stat(one.directory);
        await binariesFor(nobody, installed, copies);
        expect((await stat(one.directory)).ino).toBe(made.ino);
        const asked = spawnSync(join(one.directory, 'bin/postgres'), ['--version'], {
          ...nobody,
          cwd: '/',
          encoding: 'utf8',
        });
        expect(asked.stdout).toMatch(/^postgres \(PostgreSQL\) 18\./);
      } finally {
        await rm(copies, { recursive: true, force: true });
      }
    });
  });
}

function describeOrdinaryUser(): void {
  describe('a data directory of an ordinary user', () => {
    it('holds the cluster itself, whoever else may enter, and PostgreSQL runs as that user', async () => {
      const { pid } = await start();
      expect((await readHome(join(folder, 'postgres')))?.clusterDirectory).toBe(
        join(folder, 'postgres', 'cluster'),
      );
      expect((await stat(`/proc/${pid}`)).uid).toBe(process.getuid?.());
      expect(lines).toEqual([]);
    });

    it('is refused when it may not be written', async () => {
      await mkdir(join(folder, 'sealed'), { mode: 0o500 });
      await expect(start('sealed/postgres')).rejects.toMatchObject({ code: 'POSTGRES_DIRECTORY_UNWRITABLE' });
    });

    it('is refused when the cluster belongs to another user', async () => {
      // The whole file system belongs to root; a link there stands for a cluster made by root.
      await (await start()).stop();
      await rm(join(folder, 'postgres', 'cluster'), { recursive: true });
      await symlink('/usr', join(folder, 'postgres', 'cluster'));
      await expect(start()).rejects.toMatchObject({ code: 'POSTGRES_DIRECTORY_FOREIGN' });
    });
  });
}
