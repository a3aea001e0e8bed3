import type { AwsRegistry } from '#store/aws/backup/registry-source.ts';
import type { BackupPlace } from '#store/backup/place.ts';
import type { BackupSource, RestoreTarget } from '#store/backup/registry-sides.ts';

import { openDataFolderSource } from '../../local/backup/data-folder-source.ts';
import { openDataFolderTarget } from '../../local/backup/data-folder-target.ts';
import { readFolderPlace, writeFolderPlace } from '../../local/backup/folder-place.ts';
import { isS3 } from './options.ts';

type Registry = AwsRegistry | undefined;

/** What a command opened, which it closes again. */
export interface Opened<T> {
  readonly end: T;
  close(): Promise<void>;
}

const now = (): Date => new Date();

export async function openPlace(
  place: string,
  purpose: 'read' | 'write',
): Promise<Opened<BackupPlace>> {
  if (!isS3(place)) {
    const folder = purpose === 'read' ? readFolderPlace(place) : writeFolderPlace(place);
    return { end: folder, close: async () => folder.close() };
  }
  const { openS3Place } = await import('#store/aws/backup/s3-place.ts');
  const clients = await openClients();
  return { end: openS3Place(clients, place), close: async () => clients.close() };
}

export async function openSource(registry: Registry, data: string): Promise<Opened<BackupSource>> {
  if (!registry) return whole(openDataFolderSource(data, now));
  const { openAwsSource } = await import('#store/aws/backup/registry-source.ts');
  const clients = await openClients();
  return { end: openAwsSource(clients, registry, now), close: async () => clients.close() };
}

export async function openTarget(registry: Registry, data: string): Promise<Opened<RestoreTarget>> {
  if (!registry) return whole(openDataFolderTarget(data));
  const { openAwsTarget } = await import('#store/aws/backup/registry-target.ts');
  const clients = await openClients();
  return { end: openAwsTarget(clients, registry), close: async () => clients.close() };
}

const whole = <T extends { close(): Promise<void> }>(end: T): Opened<T> => ({
  end,
  close: async () => end.close(),
});

async function openClients() {
  const { openAwsClients } = await import('#store/aws/backup/clients.ts');
  return openAwsClients();
}
