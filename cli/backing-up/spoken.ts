import { CommandError } from '../command/failure.ts';

/** Does the work; what a person can act on becomes a sentence, what nobody foresaw stays what it is. */
export async function spoken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const sentence = error instanceof Error ? sentenceOf(error) : undefined;
    throw sentence === undefined ? error : new CommandError(sentence, { cause: error });
  }
}

function sentenceOf(error: Error): string | undefined {
  if (error.name === 'BackupError') return error.message;
  const code = 'code' in error ? String(error.code) : '';
  const disk = DISK[code];
  if (disk !== undefined) {
    const where = 'path' in error ? ` ${String(error.path)}` : '';
    return `${disk}${where}. Once that is mended, run the same again: what is there already is not written twice`;
  }
  if (AWS.has(error.name)) return AWS.get(error.name);
  if ('$metadata' in error || 'passing' in error)
    return `AWS refuses: ${error.name}: ${error.message}`;
  return CONNECTION.has(code) ? `AWS can't be reached: ${error.message || code}` : undefined;
}

const DISK: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'this user may not use',
  EPERM: 'this user may not use',
  EROFS: 'nothing can be written below',
  EIO: 'the disk fails at',
  ENOTDIR: 'there is a file where a folder belongs,',
};

const AWS: ReadonlyMap<string, string> = new Map([
  [
    'CredentialsProviderError',
    'there are no AWS credentials: log in as for the aws command, or set AWS_PROFILE',
  ],
  ['NoSuchBucket', 'there is no such bucket: check the name, and the region in AWS_REGION'],
  [
    'ResourceNotFoundException',
    'there is no such table: check --table, and the region in AWS_REGION',
  ],
]);

const CONNECTION = new Set(['ENOTFOUND', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EAI_AGAIN']);
