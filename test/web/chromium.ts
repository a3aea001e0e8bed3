import { inflate } from '@sparticuz/chromium';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import path from 'node:path';
import { type BrowserServer, chromium } from 'playwright-core';

const UNPACKED = path.join(import.meta.dirname, '../../node_modules/.cache/chromium');

/**
 * A Chromium for tests and screenshots: PANTRY_BROWSER, where that names one; on Linux the one that npm installed, with
 * the libraries and fonts that it brings; elsewhere the Chrome of this machine.
 */
export async function startChromium(): Promise<BrowserServer> {
  const { PANTRY_BROWSER: executablePath } = process.env;
  // The sandbox wants privileges that containers lack; what is opened here is our own.
  const args = ['--no-sandbox', '--font-render-hinting=none'];
  // Its first start reads hundreds of megabytes, where others may be reading too.
  const timeout = 120_000;
  if (executablePath) return chromium.launchServer({ executablePath, args, timeout });
  if (platform() !== 'linux' || arch() !== 'x64') {
    return chromium.launchServer({ channel: 'chrome', args, timeout });
  }
  await unpack();
  return chromium.launchServer({
    executablePath: path.join(UNPACKED, 'chromium'),
    args,
    timeout,
    env: {
      ...process.env,
      LD_LIBRARY_PATH: path.join(UNPACKED, 'al2023/lib'),
      FONTCONFIG_PATH: path.join(UNPACKED, 'fonts'),
    },
  });
}

/** Put in place all at once: another run may be looking for it. */
async function unpack(): Promise<void> {
  if (existsSync(UNPACKED)) return;
  const packed = path.join(
    path.dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')),
    '../bin',
  );
  await mkdir(path.dirname(UNPACKED), { recursive: true });
  const draft = await mkdtemp(`${UNPACKED}-`);
  // The library unpacks to the folder for temporary files, and to nowhere else.
  const { TMPDIR: temporary } = process.env;
  process.env['TMPDIR'] = draft;
  try {
    for (const file of ['chromium.br', 'al2023.tar.br', 'fonts.tar.br']) {
      await inflate(path.join(packed, file));
    }
  } finally {
    if (temporary === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = temporary;
  }
  await rename(draft, UNPACKED).catch(async (error: unknown) => {
    await rm(draft, { recursive: true });
    if (!existsSync(UNPACKED)) throw error;
  });
}
