import type { Json } from '#domain/manifest.ts';

import { FORMATS, type FormatName } from '../setup/formats/formats.ts';
import { findFile } from '../setup/found-file.ts';

/** What a file of configuration says; nothing where there is none. */
export async function said(file: string, format: FormatName): Promise<Json> {
  return FORMATS[format].read((await findFile(file)).text);
}
