/** Told how far a backup or a restore has come. */
export interface Watch {
  readonly items: (count: number) => void;
  readonly blobs: (count: number, total: number) => void;
}
