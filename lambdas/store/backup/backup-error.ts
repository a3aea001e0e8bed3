/** What stops a backup or a restore, in a sentence that says what to do. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}
