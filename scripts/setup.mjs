// Runs before `npm start` and `npm test`, on whatever Node there is: installs what is missing or older
// than package-lock.json, Node 24 included.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

const changedAt = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);

if (changedAt('node_modules/.package-lock.json') < changedAt('package-lock.json')) {
  console.log('Installing what is needed (once) …');
  // `install` keeps to the lockfile as `ci` does, and leaves what is in place.
  // Warnings would be about the Node that runs this, which is not the one that is being installed.
  const options = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', ['install', ...options], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exitCode = status ?? 1;
}
