// Runs before `npm start` and `npm test`, on whatever Node there is: installs what is missing or older
// than package-lock.json, Node 24 included.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

const changedAt = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);

if (changedAt('node_modules/.package-lock.json') < changedAt('package-lock.json')) {
  console.log('Installing what is needed (once) …');
  const command = existsSync('node_modules') ? 'install' : 'ci';
  // Warnings would be about the Node that runs this, which is not the one that is being installed.
  const { status } = spawnSync('npm', [command, '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exitCode = status ?? 1;
}
