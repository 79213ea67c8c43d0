// The one door: npm start, npm test and npm run ledger all come through here, on whatever Node the
// machine has. This file keeps to syntax that an old Node can read, so that it can say it is too old.
const OLDEST = 18;
const version = process.versions.node;

if (Number(version.split('.')[0]) < OLDEST) {
  console.error(
    'The ledger needs Node ' +
      OLDEST +
      ' or newer to set itself up and this is Node ' +
      version +
      ': install a newer Node and run the command again.',
  );
  process.exit(3);
} else {
  import('./bootstrap/main.mjs').then((loaded) => loaded.main(process.argv.slice(2)));
}
