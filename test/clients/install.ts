import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where `package.json` pins the clients. */
const FOLDER = import.meta.dirname;

/** One for each working tree. */
const LOCK = path.join(
  tmpdir(),
  `pantry-clients-${createHash('sha256').update(FOLDER).digest('hex').slice(0, 12)}`,
);

/** How long an installation may take: 150 MB are to be fetched. */
const MOST = 10 * 60_000;

/** A file of what the installation has. */
export const installed = (...parts: readonly string[]): string =>
  path.join(FOLDER, 'node_modules', ...parts);

/** Installs the clients where they are missing or older than package-lock.json; test files share it. */
export async function installClients(): Promise<void> {
  const until = Date.now() + MOST;
  while (!isInstalled()) {
    if (takeLock()) {
      try {
        if (!isInstalled()) await install();
      } finally {
        rmSync(LOCK, { recursive: true, force: true });
      }
    } else {
      if (Date.now() > until) throw new Error(`somebody else's installation never ends: ${LOCK}`);
      await sleep(500);
    }
  }
}

const isInstalled = (): boolean =>
  changedAt(installed('.package-lock.json')) >= changedAt(path.join(FOLDER, 'package-lock.json'));

const changedAt = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function takeLock(): boolean {
  try {
    mkdirSync(LOCK);
    writeFileSync(path.join(LOCK, 'pid'), String(process.pid));
    return true;
  } catch {
    if (!isHeld()) rmSync(LOCK, { recursive: true, force: true });
    return false;
  }
}

/** Whether the one who took it still lives, or took it just now. */
function isHeld(): boolean {
  try {
    process.kill(Number(readFileSync(path.join(LOCK, 'pid'), 'utf8')), 0);
    return true;
  } catch {
    return Date.now() - changedAt(LOCK) < 5000;
  }
}

async function install(): Promise<void> {
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const child = spawn('npm', args, {
    cwd: FOLDER,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: MOST,
  });
  let said = '';
  child.stderr.on('data', (text: Buffer) => {
    said += text.toString();
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`the clients of ${FOLDER} can't be installed:\n${said}`);
}
