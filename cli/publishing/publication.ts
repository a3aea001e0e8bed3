import type { Json } from '#domain/manifest.ts';

import type { Destination } from './destination.ts';
import type { Packed } from './packed.ts';
import type { Announced } from './uploading/announcement.ts';

/** Asks whoever sits at the terminal for a code of their second factor. */
type AskForCode = (sentence: string) => Promise<string>;

/** As much of a tarball as is told of it before it is uploaded. */
export interface Described extends Pick<Packed, 'file' | 'name' | 'version' | 'size'> {
  readonly digests: Pick<Packed['digests'], 'integrity'>;
}

/** A tarball on its way to a registry, whatever it is sent for. */
export interface Uploading extends Pick<
  Publication,
  'registry' | 'authorization' | 'otp' | 'announced' | 'stage' | 'sent' | 'say' | 'env'
> {
  readonly packed: Described;
}

/** What is published, where, and who is told how far it has come. */
export interface Publication extends Destination {
  readonly packed: Packed;
  /** The publish document, its tarball left out. */
  readonly document: Json;
  readonly otp: string | undefined;
  /** What the registry answered where the tarball was announced to it already. */
  readonly announced?: Announced | undefined;
  /** Whether it waits for approval. */
  readonly stage?: boolean;
  /** Told how many bytes are at the registry; fewer than before where some are sent again. */
  readonly sent: (bytes: number) => void;
  /** Told in a line where an upload that was broken off is continued. */
  readonly say?: (line: string) => void;
  readonly askForCode?: AskForCode | undefined;
  /** Says where unfinished uploads are remembered; without it, the command's own. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}
