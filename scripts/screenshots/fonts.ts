import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const BROUGHT = path.join(import.meta.dirname, '../../node_modules/.cache/chromium/fonts');

/** Chromium brings one font, in which code does not look like code: it may use those of this machine besides. */
export function useFontsOfMachine(): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'pantry-fonts-'));
  const file = path.join(folder, 'fonts.conf');
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>${BROUGHT}</dir><dir>/usr/share/fonts</dir><cachedir>${folder}</cachedir>
${prefer('system-ui', 'Open Sans')}${prefer('sans-serif', 'Open Sans')}
${prefer('monospace', 'DejaVu Sans Mono', 'Liberation Mono', 'Noto Sans Mono')}
</fontconfig>`,
  );
  process.env['FONTCONFIG_FILE'] ??= file;
}

const prefer = (family: string, ...fonts: readonly string[]): string =>
  `<alias binding="strong"><family>${family}</family><prefer>${fonts.map((font) => `<family>${font}</family>`).join('')}</prefer></alias>`;
